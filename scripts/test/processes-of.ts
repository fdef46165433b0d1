import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Processes that have to do with a folder: it stands in their environment or arguments, or they work in it. */
export function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(pid => {
      try {
        const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8')
        if (/^State:\s+Z/m.test(read('status'))) return false
        return [read('environ'), read('cmdline'), readlinkSync(`/proc/${pid}/cwd`)].some(text =>
          text.includes(folder),
        )
      } catch {
        // It has ended meanwhile.
        return false
      }
    })
    .map(Number)
}
