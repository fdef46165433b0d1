import http from 'node:http'

/** One answer through the load balancer. */
export interface Answer {
  /** When it was asked for, milliseconds since the epoch. */
  at: number
  status: number
  /** Of the header `x-app-version`. */
  version: string
}

/** Requests without pause by the load balancer's name, on kept connections and on new ones, until they are stopped. */
export function startLoad(endpoint: string, dnsName: string, path: string) {
  const answers: Answer[] = []
  const failures: string[] = []
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })
  let running = true
  const worker = async (from: http.Agent | false) => {
    while (running) {
      const at = Date.now()
      await ask(endpoint, dnsName, path, from).then(
        answer => answers.push({ at, ...answer }),
        (error: unknown) => failures.push(`${new Date(at).toISOString()} ${String(error)}`),
      )
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }
  const workers = [agent, agent, agent, agent, false as const, false as const].map(worker)
  return {
    answers,
    failures,
    stop: async () => {
      running = false
      await Promise.all(workers)
      agent.destroy()
    },
  }
}

/** Asks once by the load balancer's name. */
export function ask(
  endpoint: string,
  dnsName: string,
  path: string,
  agent: http.Agent | false = false,
): Promise<Omit<Answer, 'at'>> {
  const { hostname, port } = new URL(endpoint)
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path, agent, headers: { Host: dnsName } }
    http
      .get(options, response => {
        const { statusCode: status = 0, headers } = response
        response.resume()
        response.on('end', () => resolve({ status, version: String(headers['x-app-version'] ?? '') }))
        response.on('error', reject)
      })
      .on('error', reject)
  })
}
