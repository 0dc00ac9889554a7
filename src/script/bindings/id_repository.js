// idRepository
const idRepository = {
    getIdentity(id) {
        const asked = need(id, "the id of an identity");
        const found = call("identity", [asked]);
        const attributes = (key) => dress(call("attributes", [asked, text(key)]));
        const list = (values) => (isArray(values) || values instanceof Set ? [...values] : [values]);
        const pending = [];
        return {
            getName: () => found.name,
            getUniversalId: () => found.universal,
            exists: () => found.exists,
            isExists: () => found.exists,
            isActive: () => found.active,
            getAttributeValues(key) {
                const change = pending.findLast(([name]) => name === key);
                return change === undefined ? attributes(key) : dress(change[1]);
            },
            setAttribute(key, values) {
                pending.push([text(key), values === null || values === undefined ? [] : plain(list(values))]);
            },
            addAttribute(key, value) {
                pending.push([text(key), [...this.getAttributeValues(key), ...plain(list(value))]]);
            },
            store() {
                call("store", [asked, pending]);
                pending.length = 0;
            },
        };
    },
    getAttribute: (id, key) => idRepository.getIdentity(id).getAttributeValues(key),
    addAttribute(id, key, value) {
        const identity = idRepository.getIdentity(id);
        identity.addAttribute(key, value);
        identity.store();
    },
    setAttribute(id, key, values) {
        const identity = idRepository.getIdentity(id);
        identity.setAttribute(key, values);
        identity.store();
    },
};
share(idRepository);
bind("idRepository", () => idRepository);
