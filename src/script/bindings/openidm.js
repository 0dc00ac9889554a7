// openidm: rule `script.openidm`.
const openidm = {
    query: (resource, params, fields) => dress(call("query", [text(resource), plain(params ?? {}), plain(fields ?? [])])),
    read: (resource, params, fields) => dress(call("read", [text(resource), plain(fields ?? [])])),
    create: (resource, id, content) => dress(call("create", [text(resource), text(id), plain(content)])),
    update: (resource, rev, content) => dress(call("update", [text(resource), plain(content)])),
    patch: (resource, rev, operations) => dress(call("patch", [text(resource), plain(operations)])),
    delete: (resource) => dress(call("delete", [text(resource)])),
    action(resource) { throw new Error("openidm.action on " + text(resource) + " is not simulated"); },
};
share(openidm);
bind("openidm", () => openidm);
