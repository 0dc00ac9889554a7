// The engine counts jumps and calls, but not what one built-in does with a long list or text:
// this counts it, so that such work ends at the limit too. What is refused for its size costs nothing.
const charge = (work) => { for (let left = work; left > 0; left -= 1); };
const metered = (target, names, cost) => {
    for (const name of names) {
        const native = target[name];
        if (typeof native !== "function") continue;
        const wrapper = { [name](...args) { charge(cost(this, args)); return Reflect.apply(native, this, args); } }[name];
        defineProperty(wrapper, "length", { value: native.length });
        hidden(target, name, wrapper);
    }
};
const meteredAfter = (target, names, cost) => {
    for (const name of names) {
        const native = target[name];
        if (typeof native !== "function") continue;
        const wrapper = { [name](...args) {
            const result = Reflect.apply(native, this, args);
            charge(cost(result, args));
            return result;
        } }[name];
        defineProperty(wrapper, "length", { value: native.length });
        hidden(target, name, wrapper);
    }
};
const LARGEST = 1 << 25;
const sized = (total) => (total > LARGEST ? 0 : total / 64);
const listMethodsOf = ["concat", "copyWithin", "every", "fill", "filter", "find", "findIndex", "findLast",
    "findLastIndex", "flat", "flatMap", "forEach", "includes", "indexOf", "join", "lastIndexOf", "map", "reduce",
    "reduceRight", "reverse", "shift", "slice", "some", "splice", "subarray", "toReversed", "toSpliced", "toString",
    "toLocaleString", "unshift", "with", "set", Symbol.iterator];
const length = (value) => (value === null || value === undefined ? 0 : value.length ?? value.size ?? 0);
for (const proto of [Array.prototype, getPrototypeOf(Uint8Array.prototype)]) {
    metered(proto, listMethodsOf, (list) => length(list) / 16);
    metered(proto, ["sort", "toSorted"], (list) => length(list) * 4);
}
metered(String.prototype, ["concat", "endsWith", "includes", "indexOf", "lastIndexOf", "localeCompare", "match",
    "matchAll", "normalize", "replace", "replaceAll", "search", "slice", "split", "startsWith", "substring", "substr",
    "toLowerCase", "toUpperCase", "trim"], (self) => length(self) / 16);
metered(String.prototype, ["repeat"], (self, [count]) => sized(length(self) * count));
metered(String.prototype, ["padStart", "padEnd"], (self, [width]) => sized(width));
metered(String.prototype, ["trimStart", "trimEnd", "isWellFormed", "toWellFormed", "toString", "valueOf", "at"],
    (self) => length(self) / 64);
metered(Array, ["from", "of"], (self, [source]) => length(source));
metered(JSON, ["parse"], (self, [source]) => length(source) / 4);
meteredAfter(JSON, ["stringify"], (result) => length(result) / 8);
for (const proto of [Map.prototype, Set.prototype]) {
    metered(proto, ["forEach", "clear", "union", "intersection", "difference", "symmetricDifference", "isSubsetOf",
        "isSupersetOf", "isDisjointFrom", Symbol.iterator, "entries", "keys", "values"], (self) => length(self) / 8);
}
meteredAfter(Object, ["keys", "values", "entries", "getOwnPropertyNames", "getOwnPropertySymbols"],
    (result) => length(result));
meteredAfter(Object, ["assign", "freeze", "seal", "isFrozen", "isSealed", "preventExtensions", "fromEntries",
    "getOwnPropertyDescriptors"], (result, [first]) =>
    (first !== null && (typeof first === "object" || typeof first === "function") ? ownKeys(first).length : 0));
meteredAfter(Reflect, ["ownKeys"], (result) => length(result));
metered(globalThis, ["encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI", "escape", "unescape",
    "parseInt", "parseFloat"], (self, [given]) => length(given) / 16);
