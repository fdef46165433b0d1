import { DescribeServicesCommand, ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { load } from './load.ts'
import { median, percentile, type Bench, type Figure } from './measurement.ts'
import { openBenchAccount, type BenchAccount } from './practice-account.ts'
import { signedRequest } from './signed-request.ts'
import { createWebService, WEB } from './web-service.ts'

const CALLS = 1000
const SECONDS = 3

/** How fast the practice account answers the calls that checks and learners make most. */
export const bench: Bench = {
  title: 'Answers of the practice account',
  async run() {
    const account = await openBenchAccount()
    const figures: Figure[] = []
    try {
      await createWebService(account, 0)
      figures.push(...(await fromSdk(account)))
      for (const [name, request] of Object.entries(await requests(account))) {
        await load(account.port, request, 1)
        const one = await load(account.port, request, SECONDS, 1)
        const many = await load(account.port, request, SECONDS)
        if (one.failures + many.failures > 0)
          throw new Error(`${one.failures + many.failures} of ${name} failed.`)
        const alone = 'HTTP, one kept connection, client in another process'
        figures.push(
          { name: `${name}, p50`, value: one.p50Ms, unit: 'ms', how: alone },
          { name: `${name}, p99`, value: one.p99Ms, unit: 'ms', how: alone },
          {
            name: `${name}, throughput`,
            value: many.perSecond,
            unit: 'requests/s',
            how: '16 kept connections',
          },
          { name: `${name}, p99 at that rate`, value: many.p99Ms, unit: 'ms', how: '16 kept connections' },
        )
      }
    } finally {
      await account.close()
    }
    return [...figures, ...(await serverSide())]
  },
}

async function requests({ client }: BenchAccount): Promise<Record<string, Buffer>> {
  const ecs = new ECSClient(client)
  const describe = new DescribeServicesCommand({ cluster: 'bench', services: ['web'] })
  const made = {
    DescribeServices: await signedRequest(ecs, describe),
    RegisterTaskDefinition: await signedRequest(ecs, new RegisterTaskDefinitionCommand(WEB)),
  }
  ecs.destroy()
  return made
}

async function fromSdk({ client }: BenchAccount): Promise<Figure[]> {
  const ecs = new ECSClient(client)
  const samples: number[] = []
  for (let count = -100; count < CALLS; count++) {
    const started = performance.now()
    await ecs.send(new DescribeServicesCommand({ cluster: 'bench', services: ['web'] }))
    if (count >= 0) samples.push(performance.now() - started)
  }
  ecs.destroy()
  const how = `${CALLS} calls one after another, by the SDK, its own work included`
  return [
    { name: 'DescribeServices by the SDK, p50', value: median(samples), unit: 'ms', how },
    { name: 'DescribeServices by the SDK, p99', value: percentile(samples, 0.99), unit: 'ms', how },
  ]
}

/** From the parsed request to the finished answer, as the practice account's own log says. */
async function serverSide(): Promise<Figure[]> {
  const times: Record<string, number[]> = {}
  const onLog = (line: string) => {
    const [, operation, ms] = /"operation":"ecs:(\w+)".*"ms":([\d.]+)/.exec(line) ?? []
    if (operation !== undefined) (times[operation] ??= []).push(Number(ms))
  }
  const account = await openBenchAccount({ logLevel: 'debug', onLog })
  const measured: string[] = []
  try {
    await createWebService(account, 0)
    for (const [name, request] of Object.entries(await requests(account))) {
      await load(account.port, request, 1, 1)
      times[name] = []
      await load(account.port, request, 2, 1)
      measured.push(name)
    }
  } finally {
    await account.close()
  }
  return measured.map(name => ({
    name: `${name}, server side, p50`,
    value: median(times[name] ?? []),
    unit: 'ms',
    how: `${times[name]?.length ?? 0} calls, by the server's own log`,
    aim: { atMost: 1 },
  }))
}
