// The engine counts jumps and calls, but not what one built-in does with a long list or text:
// this counts it, so that such work ends at the limit too.
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
metered(String.prototype, ["repeat"], (self, [count]) => (length(self) * count) / 64);
metered(String.prototype, ["padStart", "padEnd"], (self, [width]) => width / 16);
metered(Array, ["from", "of"], (self, [source]) => length(source));
metered(JSON, ["parse"], (self, [source]) => length(source) / 4);
