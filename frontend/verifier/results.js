// What one check found: right, wrong or unknown, with the sentence that says why (a key of the page's words) and its values.

const result = (state) => (reason, values = {}, facts = {}) => ({ state, reason, values, ...facts });

export const right = result("right");
export const wrong = result("wrong");
export const unknown = result("unknown");
