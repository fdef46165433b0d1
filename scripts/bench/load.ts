import { Agent, request } from 'node:http'
import { percentile } from './measurement.ts'

const CONNECTIONS = 16

export interface Load {
  perSecond: number
  p99Ms: number
  /** Answers other than 200. */
  failures: number
}

/** Asks a server on this machine as fast as it answers, over a fixed number of kept connections, for `seconds`. */
export async function load(url: string, host: string, seconds: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const samples: number[] = []
  let failures = 0
  const end = performance.now() + seconds * 1000
  const ask = () =>
    new Promise<void>(resolve => {
      const started = performance.now()
      request(url, { agent, headers: { host }, signal: AbortSignal.timeout(5000) }, response => {
        if (response.statusCode !== 200) failures++
        response.resume().once('end', () => {
          samples.push(performance.now() - started)
          resolve()
        })
      })
        .once('error', () => {
          failures++
          resolve()
        })
        .end()
    })
  const client = async () => {
    while (performance.now() < end) await ask()
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, client))
  agent.destroy()
  return { perSecond: samples.length / seconds, p99Ms: percentile(samples, 0.99), failures }
}
