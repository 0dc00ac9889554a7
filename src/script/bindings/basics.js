// What every binding builds on. These files are one function body, in the order of `glue.rs`;
// a binding is one file that calls `bind`.
const { parse, stringify } = JSON;
const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf, freeze, keys, values } = Object;
const ownKeys = Reflect.ownKeys;
const isArray = Array.isArray;
const DEPTH = 60;
const globalEval = eval;
// The run under way: its input, what it recorded, and the bindings it has looked at.
let run = null;

const ALWAYS = "always", DECISION = "decision", LEGACY = "legacy", SESSION = "session";
const accessors = [];
// Adds a binding for the runs of a kind. `make(input)` is called when a script first looks at the
// name; what it writes there stays until the run ends.
const bind = (name, make, kind = ALWAYS) => {
    accessors.push({
        name,
        kind,
        property: {
            get() {
                if (run === null) return undefined;
                const made = run.made;
                if (!(name in made)) {
                    const absent = kind === DECISION && !run.input.decision;
                    made[name] = absent ? undefined : make(run.input);
                }
                return made[name];
            },
            set(value) { if (run !== null) run.made[name] = value; },
            enumerable: true,
            configurable: true,
        },
    });
};

// An object that all runs see: nothing of a run may be kept in it.
const sharedObjects = [];
const share = (object) => { sharedObjects.push(object); };

const clean = (text) => (text.isWellFormed() ? text : text.toWellFormed());
const call = (op, args) => {
    const reply = parse(host(op, stringify(args)));
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply.ok;
};
const hidden = (target, name, value) =>
    defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
const bare = (object) => {
    const copy = { __proto__: null };
    for (const key of keys(object)) copy[key] = object[key];
    return copy;
};
