// What legacy scripts (evaluatorVersion 1.0) have besides: sharedState, transientState, the Java
// classes that sample scripts use, and an action that the script sets. Rules `script.legacy*`.
const notSimulated = (what) => {
    throw new Error(what + " is not simulated: of legacy scripts only sharedState, transientState, callbacks, "
        + "Action and the usual callback classes are; a next-generation script (evaluatorVersion 2.0) can do more");
};
const SENDS = Symbol("sends");
const RECORD = Symbol("record");

const stateMap = (index) => (input) => dress(plain(bare(scopesOf()[index])));
bind("sharedState", stateMap(SHARED), LEGACY);
bind("transientState", stateMap(TRANSIENT), LEGACY);

// A callback to be sent: what it asks of callbacksBuilder when the action is taken.
const asked = (build) => (...args) => ({ [SENDS]: () => build(...args) });
const flatten = (items) => items.flatMap((item) => (isArray(item) ? [...item] : [item]));
const actionBuilder = (record) => {
    const builder = {
        [RECORD]: record,
        build: () => ({ [RECORD]: record }),
        withIdentifiedIdentity(name) { record.steps.push(() => action.withIdentifiedUser(name)); return builder; },
    };
    for (const name of ["putSessionProperty", "removeSessionProperty", "withErrorMessage", "withLockoutMessage",
        "withStage", "withHeader", "withDescription"]) {
        builder[name] = (...args) => { record.steps.push(() => action[name](...args)); return builder; };
    }
    for (const name of ["replaceSharedState", "replaceTransientState", "withUniversalId", "withMaxSessionTime",
        "withMaxIdleTime", "addNodeType", "addSessionHook", "addWebhook", "addWebhooks"]) {
        builder[name] = () => notSimulated("Action." + name);
    }
    return builder;
};
const actionClass = {
    goTo(outcome) {
        return actionBuilder({ steps: [() => action.goTo(outcome)], callbacks: [] });
    },
    send(...callbacks) {
        const list = flatten(callbacks);
        if (list.length === 0 || list.some((one) => one === null || typeof one?.[SENDS] !== "function")) {
            throw new TypeError("Action.send wants callbacks");
        }
        return actionBuilder({ steps: [], callbacks: list.map((one) => one[SENDS]) });
    },
    suspend() { return notSimulated("Action.suspend"); },
};
const constants = (target, values) => Object.assign(target, values);
const severities = { INFORMATION: 0, WARNING: 1, ERROR: 2 };
const classes = {
    Action: actionClass,
    NameCallback: asked((...args) => callbacksBuilder.nameCallback(...args)),
    PasswordCallback: asked((...args) => callbacksBuilder.passwordCallback(...args)),
    TextInputCallback: asked((...args) => callbacksBuilder.textInputCallback(...args)),
    TextOutputCallback: constants(asked((...args) => callbacksBuilder.textOutputCallback(...args)), severities),
    ChoiceCallback: asked((...args) => callbacksBuilder.choiceCallback(...args)),
    ConfirmationCallback: constants(asked((...args) => callbacksBuilder.confirmationCallback(...args)), {
        ...severities, YES_NO_OPTION: 0, YES_NO_CANCEL_OPTION: 1, OK_CANCEL_OPTION: 2, YES: 0, NO: 1, CANCEL: 2, OK: 3,
    }),
    HiddenValueCallback: asked((...args) => callbacksBuilder.hiddenValueCallback(...args)),
    ScriptTextOutputCallback: asked((...args) => callbacksBuilder.scriptTextOutputCallback(...args)),
    PollingWaitCallback: asked((...args) => callbacksBuilder.pollingWaitCallback(...args)),
    MetadataCallback: asked((...args) => callbacksBuilder.metadataCallback(...args)),
    String: (value) => String(value),
};
const constructible = (make) => (typeof make !== "function" ? make
    : constants(function (...args) { return make(...args); }, { ...make }));
for (const name of keys(classes)) classes[name] = constructible(classes[name]);
keys(classes).forEach((name) => share(classes[name]));

// A Java name that scripts write out, such as org.forgerock.openam.auth.node.api.Action. A package
// that nobody knows is only an error when something is done with it.
const javaName = (path) => {
    const refuse = () => notSimulated("the Java class " + path);
    return new Proxy(function () {}, {
        get(target, part) {
            if (typeof part !== "string") return undefined;
            if (part === "toString") return () => path;
            return own(classes, part) ? classes[part] : javaName(path + "." + part);
        },
        apply: refuse,
        construct: refuse,
        set: refuse,
    });
};
for (const root of ["java", "javax", "org", "com"]) bind(root, () => javaName(root), LEGACY);
bind("Packages", () => ({ java: javaName("java"), javax: javaName("javax"), org: javaName("org"), com: javaName("com") }), LEGACY);
bind("JavaImporter", () => function (...imported) {
    const importer = { __proto__: null };
    for (const name of keys(classes)) if (imported.includes(classes[name])) importer[name] = classes[name];
    for (const one of imported) {
        if (typeof one !== "function" || values(importer).includes(one)) continue;
        const path = String(one);
        const name = path.slice(path.lastIndexOf(".") + 1);
        // A whole package brings all its classes that are known; an unknown class fails when used.
        if (/^[A-Z]/.test(name)) importer[name] = one;
        else for (const known of keys(classes)) importer[known] = classes[known];
    }
    return importer;
}, LEGACY);
const secrets = {};
for (const name of ["getGenericSecret", "getSecret"]) secrets[name] = () => notSimulated("secrets." + name);
share(secrets);
bind("secrets", () => secrets, LEGACY);

// What a legacy script left in its maps and in action.
const takeLegacy = () => {
    const { made, input } = run;
    if (!input.legacy) return;
    for (const [name, op, index] of [["sharedState", "putShared", SHARED], ["transientState", "putTransient", TRANSIENT]]) {
        if (!(name in made)) continue;
        const left = plain(made[name]);
        if (!isMap(left)) continue;
        const before = scopesOf()[index];
        for (const key of keys(left)) {
            const declared = input.outputs === null || input.outputs.includes(key);
            if (declared && stringify(left[key]) !== stringify(before[key])) run.ops.push([op, key, left[key]]);
        }
    }
    const record = made.action?.[RECORD];
    if (record === undefined) return;
    run.legacyAction = true;
    run.action = null;
    run.callbacks.length = 0;
    for (const step of record.steps) step();
    for (const send of record.callbacks) send();
};
