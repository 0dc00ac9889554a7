// action: rule `script.action`.
const touch = () => (run.action ??= { properties: [], removed: [] });
const set = (field) => function (value) { touch()[field] = text(value); return this; };
const minutes = (field) => function (value) {
    const given = integer(value, field);
    if (given < 1) throw new RangeError(field + " must be greater than 0");
    touch()[field] = given;
    return this;
};
const action = {
    goTo(outcome) {
        if (outcome === null || outcome === undefined) throw new TypeError("goTo wants an outcome");
        touch().outcome = text(outcome);
        return this;
    },
    putSessionProperty(key, value) {
        touch().properties.push([stateKey(key), text(value) ?? ""]);
        return this;
    },
    removeSessionProperty(key) { touch().removed.push(stateKey(key)); return this; },
    withMaxSessionTime: minutes("maxSessionTime"),
    withMaxIdleTime: minutes("maxIdleTime"),
    withErrorMessage: set("errorMessage"),
    withLockoutMessage: set("lockoutMessage"),
    withIdentifiedUser(name) {
        touch().identifiedUser = text(name);
        touch().identifiedAgent = null;
        return this;
    },
    withIdentifiedAgent(name) {
        touch().identifiedAgent = text(name);
        touch().identifiedUser = null;
        return this;
    },
    withStage: set("stage"),
    withHeader: set("header"),
    withDescription: set("description"),
    suspend(message, logic, limit) {
        const action = touch();
        action.suspend = { message: need(message, "the message").replaceAll("{0}", "%s"), minutes: null };
        if (limit !== undefined && limit !== null) {
            const given = integer(limit, "maximumSuspendDuration");
            if (given < 1) throw new RangeError("maximumSuspendDuration must be greater than 0");
            action.suspend.minutes = given;
        }
        if (typeof logic === "function") {
            run.log.push(["debug", "action.suspend: the additional logic is not run by the simulator"]);
        }
        return this;
    },
};
share(action);
bind("action", () => action, DECISION);
