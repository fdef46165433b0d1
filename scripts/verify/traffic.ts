import http from 'node:http'
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LabAccount } from '../../labs/define.ts'

/** What a stretch of traffic met. */
export interface Traffic {
  sent: number
  /** One line for each request that got no 200. */
  lost: string[]
}

const WORKERS = 4
const PAUSE_MS = 20

/** Asks the load balancer's site for its page without a pause, half of it over kept connections, until `stop`. */
export async function driveTraffic(
  account: LabAccount,
  loadBalancer: string,
  httpProxy: string | undefined,
): Promise<{ stop(): Promise<Traffic> }> {
  const { LoadBalancers } = await account.aws.elbv2.send(
    new DescribeLoadBalancersCommand({ Names: [loadBalancer] }),
  )
  const host = LoadBalancers?.[0]?.DNSName ?? ''
  const traffic: Traffic = { sent: 0, lost: [] }
  let stopped = false
  const agents: http.Agent[] = []
  const workers = Array.from({ length: WORKERS }, async (_, number) => {
    const agent = new http.Agent({ keepAlive: number % 2 === 0, maxSockets: 1 })
    agents.push(agent)
    while (!stopped) {
      const at = new Date().toISOString().slice(11, 23)
      const outcome = await get(host, httpProxy, agent)
      traffic.sent += 1
      if (outcome !== 200) traffic.lost.push(`${at} ${outcome}`)
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
    }
  })
  return {
    stop: async () => {
      stopped = true
      await Promise.all(workers)
      for (const agent of agents) agent.destroy()
      return traffic
    },
  }
}

/** The status of one GET, or what went wrong. */
function get(host: string, httpProxy: string | undefined, agent: http.Agent): Promise<number | string> {
  const headers = { host, 'user-agent': 'slipway-verify' }
  const url = `http://${host}/`
  const proxy = httpProxy ? new URL(httpProxy) : undefined
  const options = { agent, headers, timeout: 15_000 }
  return new Promise(resolve => {
    const request = proxy
      ? http.request({ ...options, host: proxy.hostname, port: proxy.port, path: url })
      : http.request(url, options)
    request.once('timeout', () => request.destroy(new Error('no answer within 15 s')))
    request.once('error', error => resolve(error.message))
    request.once('response', response => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
      response.once('error', error => resolve(`broken off: ${error.message}`))
    })
    request.end()
  })
}
