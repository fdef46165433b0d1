import { load, requestBytes, type Load } from './load.ts'
import { median, type Bench, type Figure } from './measurement.ts'
import { findNginx, startNginx } from './nginx.ts'
import { openBenchAccount } from './practice-account.ts'
import { processorSeconds } from './processor-time.ts'
import { serveTwoTasks, taskPorts } from './two-tasks.ts'

const ROUNDS = 5
const SECONDS = 2
const HOW = `median of ${ROUNDS} turns of ${SECONDS} s, 16 kept connections, two tasks`

interface Turn extends Load {
  /** Requests for each second that the proxy computed. */
  perProcessorSecond: number
}

/** What the load balancer carries, in turns with nginx in front of the same two tasks. */
export const bench: Bench = {
  title: 'Load balancer',
  async run(say) {
    const account = await openBenchAccount()
    try {
      const dnsName = await serveTwoTasks(account)
      const found = await findNginx()
      if ('reason' in found) say(`Not beside nginx: ${found.reason}.`)
      const nginx = 'program' in found ? await startNginx(found.program, taskPorts(account)) : undefined
      try {
        const measure = (port: number, pid: number) => turn(port, pid, dnsName)
        await load(account.port, requestTo(dnsName), 2)
        if (nginx) await load(nginx.port, requestTo(dnsName), 1)
        const own: Turn[] = []
        const other: Turn[] = []
        for (let round = 0; round < ROUNDS; round++) {
          own.push(await measure(account.port, account.server.pid))
          if (nginx) other.push(await measure(nginx.port, nginx.pid))
        }
        const alone = await load(taskPorts(account)[0] ?? 0, requestTo(dnsName), SECONDS)
        return [
          ...figuresOf('load balancer', own),
          ...(nginx ? [...figuresOf('nginx', other), ...ratios(own, other)] : []),
          {
            name: 'one task alone',
            value: alone.perSecond,
            unit: 'requests/s',
            how: 'without a load balancer',
          },
        ]
      } finally {
        await nginx?.stop()
      }
    } finally {
      await account.close()
    }
  },
}

const requestTo = (host: string) => requestBytes({ path: '/version', headers: { host } })

async function turn(port: number, pid: number, host: string): Promise<Turn> {
  const before = processorSeconds(pid)
  const measured = await load(port, requestTo(host), SECONDS)
  if (measured.failures > 0) throw new Error(`${measured.failures} requests were not answered with 200.`)
  const computed = processorSeconds(pid) - before
  return { ...measured, perProcessorSecond: (measured.perSecond * SECONDS) / computed }
}

function figuresOf(name: string, turns: Turn[]): Figure[] {
  const of = (pick: (turn: Turn) => number) => median(turns.map(pick))
  return [
    { name, value: of(one => one.perSecond), unit: 'requests/s', how: HOW },
    { name: `${name}, p99`, value: of(one => one.p99Ms), unit: 'ms', how: HOW },
    {
      name: `${name}, a second of one processor`,
      value: of(one => one.perProcessorSecond),
      unit: 'requests/s',
      how: 'whatever else the machine does',
    },
  ]
}

function ratios(own: Turn[], other: Turn[]): Figure[] {
  const of = (pick: (turn: Turn) => number) =>
    median(own.map((one, round) => (100 * pick(one)) / pick(other[round] ?? one)))
  const aim = { atLeast: 40 }
  return [
    { name: 'load balancer of nginx, rate', value: of(one => one.perSecond), unit: '%', how: HOW, aim },
    {
      name: 'load balancer of nginx, a processor second',
      value: of(one => one.perProcessorSecond),
      unit: '%',
      how: 'each with one worker; client and tasks left out',
    },
  ]
}
