// Values: copied when they leave the script, dressed with the list and map methods when they enter it.
// Thrown as an error only where the copying began: a call stack has room for 64 calls.
const TOO_DEEP = {};
const plain = (value) => {
    try {
        return plainAt(value, 0);
    } catch (error) {
        if (error !== TOO_DEEP) throw error;
        throw new RangeError("a value is nested too deep, or contains itself");
    }
};
const plainAt = (value, depth) => {
    if (depth > DEPTH) throw TOO_DEEP;
    switch (typeof value) {
        case "string": return clean(value);
        case "number": return Number.isFinite(value) ? value : null;
        case "boolean": return value;
        case "bigint": return Number(value);
        case "object": break;
        default: return null;
    }
    if (value === null) return null;
    if (isArray(value)) {
        const list = [];
        for (let index = 0; index < value.length; index += 1) list[index] = plainAt(value[index], depth + 1);
        return list;
    }
    const kind = getPrototypeOf(value);
    if (kind === Object.prototype || kind === MapProto || kind === null) return plainMembers(value, depth);
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        return plainAt(value.valueOf(), depth + 1);
    }
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (ArrayBuffer.isView(value) || value instanceof Set) {
        const list = [];
        for (const item of value) list.push(plainAt(item, depth + 1));
        return list;
    }
    if (!(value instanceof Map)) return plainMembers(value, depth);
    const copy = { __proto__: null };
    for (const [key, item] of value) copy[clean(String(key))] = plainAt(item, depth + 1);
    return copy;
};
const plainMembers = (value, depth) => {
    const copy = { __proto__: null };
    for (const key of keys(value)) {
        const item = value[key];
        if (typeof item !== "function" && item !== undefined) copy[clean(key)] = plainAt(item, depth + 1);
    }
    return copy;
};
const javaText = (value, depth = 0) => {
    if (depth > DEPTH) throw new RangeError("a value is nested too deep, or contains itself");
    if (value === null || value === undefined) return "null";
    if (typeof value !== "object" || value instanceof Date || value instanceof String) return String(value);
    if (value instanceof Error) return String(value);
    if (isArray(value)) return "[" + value.map((item) => javaText(item, depth + 1)).join(", ") + "]";
    const members = keys(value).filter((key) => typeof value[key] !== "function");
    return "{" + members.map((key) => key + "=" + javaText(value[key], depth + 1)).join(", ") + "}";
};
const wrong = (wanted) => { throw new TypeError("the value is not " + wanted); };
const as = (wanted, test) => function () {
    const value = this === null || typeof this !== "object" ? this : this.valueOf();
    return test(value) ? value : wrong(wanted);
};
const isText = (value) => typeof value === "string";
const isNumber = (value) => typeof value === "number";
const isMap = (value) => value !== null && typeof value === "object" && !isArray(value);
const whole = function () {
    const value = this.valueOf();
    return isNumber(value) ? Math.trunc(value) : wrong("a number");
};
const views = {
    asString: as("a string", isText),
    asBoolean: as("a boolean", (value) => typeof value === "boolean"),
    asDouble: as("a number", isNumber),
    asNumber: as("a number", isNumber),
    asInteger: whole,
    asLong: whole,
    asMap: as("a map", isMap),
    asList: as("a list", isArray),
    isString() { return isText(this.valueOf()); },
    isNumber() { return isNumber(this.valueOf()); },
    isBoolean() { return typeof this.valueOf() === "boolean"; },
    isMap() { return isMap(this.valueOf()); },
    isList() { return isArray(this.valueOf()); },
    isNull() { return false; },
    isNotNull() { return true; },
    getObject() { return this.valueOf(); },
};
const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
const mapMethods = {
    ...views,
    get(key) { return own(this, key) ? this[key] : null; },
    getOrDefault(key, other) { return own(this, key) ? this[key] : other; },
    containsKey(key) { return own(this, key); },
    isDefined(key) { return own(this, key); },
    keys() { return dress(keys(this)); },
    keySet() { return dress(keys(this)); },
    values() { return dress(keys(this).map((key) => this[key])); },
    size() { return keys(this).length; },
    isEmpty() { return keys(this).length === 0; },
    put(key, value) { const old = own(this, key) ? this[key] : null; this[key] = value; return old; },
    remove(key) { const old = own(this, key) ? this[key] : null; delete this[key]; return old; },
    toString() { return javaText(this); },
};
const listMethods = {
    ...views,
    get(index) {
        if (!(index >= 0 && index < this.length)) {
            throw new RangeError("index " + index + " is out of bounds for length " + this.length);
        }
        return this[index];
    },
    size() { return this.length; },
    isEmpty() { return this.length === 0; },
    contains(item) { return this.includes(item); },
    add(item) { this.push(item); return true; },
    toArray() { return this; },
    iterator() {
        let next = 0;
        return { hasNext: () => next < this.length, next: () => this[next++] };
    },
};
// Methods that an assignment to a member of the same name may cover, although they are frozen.
const coverable = (target, name, value) => defineProperty(target, name, {
    get() { return value; },
    set(next) {
        if (this === target) return;
        defineProperty(this, name, { value: next, writable: true, enumerable: true, configurable: true });
    },
    enumerable: false,
    configurable: false,
});
const MapProto = {};
const ListProto = setPrototypeOf([], Array.prototype);
for (const name of keys(mapMethods)) coverable(MapProto, name, mapMethods[name]);
for (const name of keys(listMethods)) coverable(ListProto, name, listMethods[name]);
for (const name of keys(views)) {
    for (const proto of [String.prototype, Number.prototype, Boolean.prototype]) {
        if (!own(proto, name)) hidden(proto, name, views[name]);
    }
}
const dress = (value) => {
    if (value === null || typeof value !== "object") return value;
    if (isArray(value)) {
        const list = [];
        for (let index = 0; index < value.length; index += 1) list[index] = dress(value[index]);
        return setPrototypeOf(list, ListProto);
    }
    const copy = { __proto__: MapProto };
    for (const key of keys(value)) {
        const item = dress(value[key]);
        // A key that the methods have too must not go through them.
        if (key in MapProto) defineProperty(copy, key, { value: item, writable: true, enumerable: true, configurable: true });
        else copy[key] = item;
    }
    return copy;
};
const text = (value) =>
    value === null || value === undefined ? null : clean(isText(value) ? value : javaText(value));
const need = (value, what) => {
    const given = text(value);
    if (given === null || given === "") throw new TypeError(what + " must not be null or empty");
    return given;
};
const integer = (value, what) => {
    const number = typeof value === "boolean" || value === null ? NaN : Number(value);
    if (!Number.isFinite(number)) throw new TypeError(what + " must be a number");
    return Math.trunc(number);
};
const texts = (value, what) => {
    if (value === null || value === undefined) return [];
    if (typeof value !== "object" || typeof value.length !== "number") {
        throw new TypeError(what + " must be a list");
    }
    return Array.from(value, text);
};
