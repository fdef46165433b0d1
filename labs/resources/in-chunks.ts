/** Calls `describe` for each group, `size` ids at a time, and joins the answers. */
export async function inChunks<T>(
  groups: Map<string, string[]>,
  size: number,
  describe: (group: string, ids: string[]) => Promise<T[]>,
): Promise<T[]> {
  const all: T[] = []
  for (const [group, ids] of groups) {
    for (let start = 0; start < ids.length; start += size) {
      all.push(...(await describe(group, ids.slice(start, start + size))))
    }
  }
  return all
}
