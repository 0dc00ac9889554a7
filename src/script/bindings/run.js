// A run: begun with its input, ended with what the script did, put back for the next one.
// In a kept context a script cannot put anything in the place of an accessor but a value, which
// goes with the run.
for (const { name, kind, property } of accessors) {
    if (kind === ALWAYS || kind === DECISION) {
        defineProperty(globalThis, name, { ...property, configurable: !keep });
    }
}
const begin = (inputs) => {
    const input = parse(inputs);
    run = { input, now: input.now, made: { __proto__: null }, ops: [], callbacks: [], log: [], action: null };
    if (!input.legacy && input.session === null) return;
    for (const { name, kind, property } of accessors) {
        if ((kind === LEGACY && input.legacy) || (kind === SESSION && input.session !== null)) {
            defineProperty(globalThis, name, property);
        }
    }
};

const evaluate = (source) => { globalEval(source); };

// The value a script left in a variable. In a context of its own it may be a let or a const.
const take = (name) => {
    let value = globalThis[name];
    if (value === undefined && !keep) value = globalEval("typeof " + name + " === 'undefined' ? undefined : " + name);
    return value === undefined ? undefined : plain(value);
};
// What the script did. `ended`: it ended normally, so its results count.
const end = (ended) => {
    const { made, input } = run;
    if (ended && input.decision) takeLegacy();
    const effects = { ops: run.ops, log: run.log, action: run.action, callbacks: run.callbacks };
    if (ended) {
        effects.outcome = take("outcome");
        effects.config = take("config");
        effects.audit = take("auditEntryDetail");
        effects.replaced = input.decision && "action" in made && made.action !== action && !run.legacyAction;
    }
    return stringify(effects);
};

// Puts the globals back; false when something cannot be put back. What the engine brings cannot be
// deleted or redefined (see shield), only overwritten.
const names = [], givens = [];
const reset = () => {
    run = null;
    let restored = true;
    for (let index = 0; index < names.length; index += 1) {
        if (globalThis[names[index]] !== givens[index]) globalThis[names[index]] = givens[index];
    }
    // New names come last: those the engine brings cannot be deleted, and are no symbols.
    const found = ownKeys(globalThis);
    for (let index = baseline; index < found.length; index += 1) {
        restored = Reflect.deleteProperty(globalThis, found[index]) && restored;
    }
    return restored && Object.isExtensible(globalThis);
};

const shield = () => {
    Error.stackTraceLimit = 64;
    // Switches of the engine, not values of the run: they would outlast it.
    for (const name of ["prepareStackTrace", "stackTraceLimit"]) delete Error[name];
    for (const proto of [Object.prototype, Error.prototype, EvalError.prototype, RangeError.prototype,
        ReferenceError.prototype, SyntaxError.prototype, TypeError.prototype, URIError.prototype]) {
        for (const name of ["constructor", "toString", "valueOf", "toLocaleString", "hasOwnProperty", "name",
            "message", "isPrototypeOf", "propertyIsEnumerable"]) {
            const found = getOwnPropertyDescriptor(proto, name);
            if (found !== undefined && "value" in found) coverable(proto, name, found.value);
        }
    }
    const seen = new Set([globalThis]);
    const walk = (thing) => {
        if (thing === null || (typeof thing !== "object" && typeof thing !== "function") || seen.has(thing)) return;
        seen.add(thing);
        walk(getPrototypeOf(thing));
        for (const key of ownKeys(thing)) {
            const found = getOwnPropertyDescriptor(thing, key);
            walk(found.value);
            walk(found.get);
            walk(found.set);
        }
        freeze(thing);
    };
    for (const key of ownKeys(globalThis)) walk(getOwnPropertyDescriptor(globalThis, key).value);
    const samples = [
        function* () {}, (function* () {})(), async () => {}, async function* () {}, [][Symbol.iterator](),
        new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), ""[Symbol.iterator](), /x/[Symbol.matchAll](""),
        MapProto, ListProto, ...sharedObjects, ...accessors.flatMap(({ property }) => [property.get, property.set]),
    ];
    samples.forEach(walk);
    for (const name of ownKeys(globalThis)) if (typeof name === "symbol") delete globalThis[name];
    for (const name of ownKeys(globalThis)) {
        const found = getOwnPropertyDescriptor(globalThis, name);
        if (!("value" in found) || !found.writable) continue;
        names.push(name);
        givens.push(found.value);
        // Enumerable, so that a script may still declare a function of that name.
        if (found.configurable) defineProperty(globalThis, name, { configurable: false, enumerable: true });
    }
};
if (keep) shield();
const baseline = ownKeys(globalThis).length;
return { begin, evaluate, end, reset };
