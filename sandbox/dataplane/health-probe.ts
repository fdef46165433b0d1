import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import type { TargetDocument, TargetGroupDocument } from '../services/elbv2/store.ts'
import type { RealEndpoint } from '../runtime/address-book.ts'

/** What one health check found. */
export type ProbeResult = 'passed' | Pick<TargetDocument, 'reason' | 'description'>

const TIMED_OUT: ProbeResult = { reason: 'Target.Timeout', description: 'Request timed out' }
const FAILED: ProbeResult = { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' }

export interface Probe {
  group: TargetGroupDocument
  matches: (status: number) => boolean
  /** `ip:port` as the target sees itself. */
  hostHeader: string
  /** Undefined: nothing listens, the connection is refused. */
  endpoint: RealEndpoint | undefined
  /** Security groups keep the load balancer out. */
  blocked: boolean
  timeoutMs: number
  signal: AbortSignal
}

/** Checks a target once over a connection of its own, as AWS does. Never rejects. */
export async function probe(settings: Probe): Promise<ProbeResult> {
  const { endpoint, blocked, timeoutMs, signal } = settings
  if (blocked) {
    await elapsed(timeoutMs, signal)
    return TIMED_OUT
  }
  if (!endpoint) return FAILED
  return settings.group.HealthCheckProtocol === 'TCP'
    ? probeTcp(settings, endpoint)
    : probeHttp(settings, endpoint)
}

function probeHttp(settings: Probe, { host, port }: RealEndpoint): Promise<ProbeResult> {
  const { group, matches, hostHeader, timeoutMs, signal } = settings
  return new Promise(resolve => {
    const options = {
      ...{ host, port, signal, agent: false as const, setHost: false },
      path: group.HealthCheckPath ?? '/',
      headers: {
        Host: hostHeader,
        'User-Agent': 'ELB-HealthChecker/2.0',
        Connection: 'close',
        'Accept-Encoding': 'gzip, compressed',
      },
      // A load balancer does not verify the certificates of its targets.
      rejectUnauthorized: false,
    }
    const request = group.HealthCheckProtocol === 'HTTPS' ? httpsRequest(options) : httpRequest(options)
    const timer = setTimeout(() => finish(TIMED_OUT), timeoutMs)
    const finish = (result: ProbeResult) => {
      clearTimeout(timer)
      resolve(result)
      request.destroy()
    }
    request.on('error', () => finish(FAILED))
    request.on('response', response => {
      const status = response.statusCode ?? 0
      if (matches(status)) finish('passed')
      else {
        finish({
          reason: 'Target.ResponseCodeMismatch',
          description: `Health checks failed with these codes: [${status}]`,
        })
      }
    })
    request.end()
  })
}

function probeTcp({ timeoutMs, signal }: Probe, { host, port }: RealEndpoint): Promise<ProbeResult> {
  return new Promise(resolve => {
    const socket = connect({ host, port, signal })
    const timer = setTimeout(() => finish(TIMED_OUT), timeoutMs)
    const finish = (result: ProbeResult) => {
      clearTimeout(timer)
      resolve(result)
      socket.destroy()
    }
    socket.on('error', () => finish(FAILED))
    socket.on('connect', () => finish('passed'))
  })
}

function elapsed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
