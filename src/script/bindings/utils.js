// utils
const bytes = (value) => {
    if (isText(value)) return { text: clean(value) };
    if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
    if (isArray(value) || ArrayBuffer.isView(value)) {
        return { bytes: Array.from(value, (item) => integer(item, "a byte") & 255) };
    }
    throw new TypeError("expected a string or bytes");
};
const algorithm = (value) => text(value !== null && typeof value === "object" ? value.hash ?? value.name : value);
const hmac = (hash, key, data) => Uint8Array.from(call("hmac", [algorithm(hash), bytes(key), bytes(data)]));
const utils = {
    base64: {
        encode: (value) => call("base64-encode", ["base64", bytes(value)]),
        decode: (value) => call("base64-decode", ["base64", need(value, "the text")]).text,
        decodeToBytes: (value) => Uint8Array.from(call("base64-decode", ["base64", need(value, "the text")]).bytes),
    },
    base64url: {
        encode: (value) => call("base64-encode", ["base64url", bytes(value)]),
        decode: (value) => call("base64-decode", ["base64url", need(value, "the text")]).text,
        decodeToBytes: (value) => Uint8Array.from(call("base64-decode", ["base64url", need(value, "the text")]).bytes),
    },
    crypto: {
        randomUUID: () => call("uuid", []),
        getRandomValues(array) {
            const length = integer(array.length, "the length");
            const width = array.BYTES_PER_ELEMENT ?? 1;
            const fresh = call("bytes", [length * width]);
            for (let index = 0; index < length; index += 1) {
                let value = 0;
                for (let part = 0; part < width; part += 1) value = value * 256 + fresh[index * width + part];
                array[index] = value;
            }
            return array;
        },
        subtle: {
            digest: (hash, data) => Uint8Array.from(call("digest", [algorithm(hash), bytes(data)])),
            hmac,
            sign: (kind, key, data, options) => hmac(options ?? (isText(kind) ? "SHA-256" : kind), key, data),
            verify: (kind, key, data, signature, options) =>
                String(hmac(options ?? (isText(kind) ? "SHA-256" : kind), key, data))
                === String(Uint8Array.from(signature)),
        },
    },
    types: {
        stringToBytes: (value) => Uint8Array.from(call("to-bytes", [bytes(String(value))])),
        bytesToString: (value) => call("to-text", [bytes(value)]),
    },
};
share(utils);
bind("utils", () => utils);
