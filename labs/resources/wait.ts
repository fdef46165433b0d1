import { setTimeout as sleep } from 'node:timers/promises'

/** Pause between two looks, growing from half a second to five. */
export async function pause(attempt: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(500 * 1.5 ** attempt, 5_000), undefined, { signal })
}

/** Looks until `look` answers true; throws `message` after `timeoutMs`, or when `signal` aborts. */
export async function waitUntil(
  look: () => Promise<boolean>,
  { signal, timeoutMs = 10 * 60_000, message }: { signal: AbortSignal; timeoutMs?: number; message: string },
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (let attempt = 0; !(await look()); attempt++) {
    if (Date.now() > deadline) throw new Error(message)
    await pause(attempt, signal)
  }
}
