// Code that a script makes from text: rule `script.code-from-text`.
const checked = (text) => { call("check-code", [text]); return text; };
hidden(globalThis, "eval", (code) => globalEval(isText(code) ? checked(clean(code)) : code));
for (const sample of [function () {}, function* () {}, async () => {}, async function* () {}]) {
    const proto = getPrototypeOf(sample);
    const native = proto.constructor;
    const maker = function (...parts) {
        checked(clean(parts.join("\n")));
        return Reflect.construct(native, parts, new.target ?? maker);
    };
    defineProperty(maker, "name", { value: native.name });
    defineProperty(maker, "prototype", { value: proto, writable: false });
    hidden(proto, "constructor", maker);
    if (native === Function) hidden(globalThis, "Function", maker);
}
