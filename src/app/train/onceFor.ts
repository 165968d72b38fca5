const made = new WeakMap<object, Map<string, unknown>>();

/** What was made for an object under a name, made once: curves grow to tens of thousands of points while few of them change. */
export function onceFor<Result>(owner: object, name: string, make: () => Result): Result {
  let own = made.get(owner);
  if (!own) {
    own = new Map();
    made.set(owner, own);
  }
  if (!own.has(name)) own.set(name, make());
  return own.get(name) as Result;
}
