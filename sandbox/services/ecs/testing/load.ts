import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** Five requests at a time through the load balancer's name, until it is stopped; the answers are those of /version. */
export function startLoad(endpoint: string, dnsName: string) {
  const answers: string[] = []
  const failures: string[] = []
  let running = true
  const worker = async () => {
    while (running) {
      const answer = await get(endpoint, `http://${dnsName}/version`).catch(String)
      if (answer.includes('"version"')) answers.push(answer)
      else failures.push(answer)
      await sleep(10)
    }
  }
  const workers = Array.from({ length: 5 }, worker)
  return {
    stop: async () => {
      running = false
      await Promise.all(workers)
      return { answers, failures }
    },
  }
}

/** The status and body of a page behind a load balancer's name. */
export function get(endpoint: string, url: string): Promise<string> {
  const { hostname, port } = new URL(endpoint)
  return new Promise((resolve, reject) => {
    const request = http.get(
      { hostname, port, path: url, headers: { Host: new URL(url).host } },
      response => {
        let body = ''
        response.on('data', chunk => (body += chunk))
        response.on('end', () => resolve(`${response.statusCode} ${body}`))
        response.on('error', reject)
      },
    )
    request.on('error', reject)
  })
}
