// nodeState: rules `script.node-state`, `script.merge`.
const CONTAINER = "objectAttributes";
const merged = (under, over) => {
    if (!isMap(under) || !isMap(over)) return over;
    const result = { __proto__: null };
    for (const key of keys(under)) result[key] = under[key];
    for (const key of keys(over)) result[key] = key in result ? merged(result[key], over[key]) : over[key];
    return result;
};
const stateKey = (key) => {
    const name = text(key);
    if (name === null) throw new TypeError("the key of node state must not be null");
    return name;
};
// The three scopes as the run sees them, in the order in which they are read.
const scopesOf = () => {
    if (run.scopes === undefined) {
        const { transient, secure, shared } = run.input.state;
        run.scopes = [setPrototypeOf(transient, null), setPrototypeOf(secure, null), setPrototypeOf(shared, null)];
    }
    return run.scopes;
};
const visible = (name) => run.input.visible === null || run.input.visible.includes(name);
const scopeWith = (name) => {
    if (!visible(name)) return undefined;
    for (const scope of scopesOf()) if (name in scope) return scope;
    return undefined;
};
const TRANSIENT = 0, SHARED = 2;
const put = (op, index) => function (key, value) {
    const name = stateKey(key);
    const copy = plain(value);
    scopesOf()[index][name] = copy;
    run.ops.push([op, name, copy]);
    return this;
};
const merge = (op, index) => function (object) {
    const copy = plain(object);
    if (!isMap(copy)) throw new TypeError(op + " wants an object");
    for (const key of keys(copy)) {
        if (key === CONTAINER && !isMap(copy[key])) throw new TypeError("State containers must be a JSON object.");
        if (key !== CONTAINER && isMap(copy[key])) {
            throw new TypeError("State must not contain nested objects unless they are inside registered state "
                + "containers: " + CONTAINER);
        }
    }
    const scopes = scopesOf();
    const scope = scopes[index];
    const others = scopes.filter((other) => other !== scope);
    for (const key of keys(copy)) {
        if (key === CONTAINER) {
            const members = isMap(scope[key]) ? bare(scope[key]) : { __proto__: null };
            for (const member of keys(copy[key])) {
                for (const other of others) if (isMap(other[key])) delete other[key][member];
                members[member] = copy[key][member];
            }
            scope[key] = members;
        } else {
            for (const other of others) delete other[key];
            scope[key] = copy[key];
        }
    }
    run.ops.push([op, "", copy]);
    return this;
};
const nodeState = {
    get(key) {
        const name = stateKey(key);
        return dress(scopeWith(name)?.[name] ?? null);
    },
    getObject(key) {
        const name = stateKey(key);
        const first = scopeWith(name)?.[name] ?? null;
        if (!isMap(first)) return dress(first);
        const maps = scopesOf().filter((scope) => isMap(scope[name])).map((scope) => scope[name]);
        return dress(maps.reduceRight(merged, {}));
    },
    isDefined(key) { return scopeWith(stateKey(key)) !== undefined; },
    keys() { return dress([...new Set(scopesOf().flatMap((scope) => keys(scope)))].filter(visible).sort()); },
    remove(key) {
        const name = stateKey(key);
        for (const scope of scopesOf()) delete scope[name];
        run.ops.push(["remove", name, null]);
    },
    putShared: put("putShared", SHARED),
    putTransient: put("putTransient", TRANSIENT),
    mergeShared: merge("mergeShared", SHARED),
    mergeTransient: merge("mergeTransient", TRANSIENT),
};
share(nodeState);
bind("nodeState", () => nodeState);
