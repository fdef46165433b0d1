import { readFileSync } from 'node:fs'

/** Seconds that a process has computed since it began, by the kernel's count. Linux only. */
export function processorSeconds(pid: number): number {
  const [, rest = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  const fields = rest.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
