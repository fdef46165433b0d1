/**
 * Does work for every id, each once those it needs are done, and as many at a time as there are free. After the first failure nothing
 * more is begun; what is under way is waited for. Answers the ids that failed.
 */
export async function runGraph(
  needs: ReadonlyMap<string, readonly string[]>,
  work: (id: string) => Promise<boolean>,
  options: { goOn?: boolean; failed?: (id: string) => void; isStopped?: () => boolean } = {},
): Promise<string[]> {
  const waiting = new Map(
    [...needs].map(([id, names]) => [id, new Set(names.filter(name => needs.has(name)))]),
  )
  const dependents = new Map<string, string[]>()
  for (const [id, names] of waiting) {
    for (const name of names) dependents.set(name, [...(dependents.get(name) ?? []), id])
  }
  const failed: string[] = []
  let thrown: { error: unknown } | undefined
  await new Promise<void>(resolve => {
    let running = 0
    const begin = (id: string) => {
      waiting.delete(id)
      running++
      void work(id)
        .then(
          succeeded => ended(id, succeeded),
          (error: unknown) => {
            thrown ??= { error }
          },
        )
        .finally(() => {
          running--
          if (running === 0) resolve()
        })
    }
    const ended = (id: string, succeeded: boolean) => {
      if (!succeeded) {
        failed.push(id)
        options.failed?.(id)
      }
      const isOver = thrown !== undefined || options.isStopped?.() || (failed.length > 0 && !options.goOn)
      if (isOver || !succeeded) return
      for (const next of dependents.get(id) ?? []) {
        const left = waiting.get(next)
        left?.delete(id)
        if (left?.size === 0) begin(next)
      }
    }
    const free = [...waiting].filter(([, names]) => names.size === 0).map(([id]) => id)
    if (free.length === 0) resolve()
    for (const id of free) begin(id)
  })
  if (thrown) throw thrown.error
  return failed
}

/** The same graph from the other end: who has to be gone before each. */
export function reversed(needs: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const result = new Map([...needs.keys()].map(id => [id, [] as string[]]))
  for (const [id, names] of needs) {
    for (const name of names) result.get(name)?.push(id)
  }
  return result
}
