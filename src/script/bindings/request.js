// What a script knows of the request, the session and the realm.
const headersOf = (data) => {
    const headers = dress(data);
    hidden(headers, "get", (name) => headers[String(name).toLowerCase()] ?? null);
    return headers;
};
const systemEnvOf = (given) => {
    const variables = bare(given);
    return {
        getProperty(name, other, type) {
            const value = variables[name] ?? (other === undefined ? null : other);
            return value !== null && typeof type === "function" ? type(value) : value;
        },
    };
};
const unreachable = { send() { throw new Error("httpClient.send: the simulator has no network"); } };
share(unreachable);
bind("requestHeaders", (input) => headersOf(input.headers));
bind("requestParameters", (input) => dress(input.parameters));
bind("requestCookies", (input) => dress(input.cookies), DECISION);
bind("resumedFromSuspend", (input) => input.resumed, DECISION);
bind("existingSession", (input) => dress(input.session), SESSION);
bind("realm", (input) => input.realm);
bind("cookieName", (input) => input.cookieName);
bind("scriptName", (input) => input.script);
bind("systemEnv", (input) => systemEnvOf(input.variables));
bind("properties", () => dress({}));
bind("httpClient", () => unreachable);
bind("auditEntryDetail", () => null);
