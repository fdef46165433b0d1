import { setTimeout as pause } from 'node:timers/promises'
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import { load, requestBytes, type Load } from './load.ts'
import { median, type Bench, type Figure } from './measurement.ts'
import { findNginx, startNginx } from './nginx.ts'
import { openBenchAccount, type BenchAccount } from './practice-account.ts'
import { serveTwoTasks, taskPorts } from './two-tasks.ts'

const ROUNDS = 3
const SECONDS = 2
/** A linear deployment at time scale 600 shifts as often. */
const SHIFT_EVERY_MS = 100
const HOW = `median of ${ROUNDS} turns of ${SECONDS} s, 16 kept connections, two tasks`

/** What the load balancer carries while a weighted forward changes ten times a second, in turns with weights that stay and with nginx. */
export const bench: Bench = {
  title: 'Load balancer while traffic shifts',
  async run(say) {
    const account = await openBenchAccount()
    try {
      const dnsName = await serveTwoTasks(account)
      const shift = await weightedListener(account)
      const found = await findNginx()
      if ('reason' in found) say(`Not beside nginx: ${found.reason}.`)
      const nginx = 'program' in found ? await startNginx(found.program, taskPorts(account)) : undefined
      try {
        const request = requestBytes({ path: '/version', headers: { host: dnsName } })
        await load(account.port, request, 1)
        const turns = { shifting: [] as Load[], steady: [] as Load[], nginx: [] as Load[] }
        for (let round = 0; round < ROUNDS; round++) {
          turns.steady.push(await load(account.port, request, SECONDS))
          turns.shifting.push(await whileShifting(shift, () => load(account.port, request, SECONDS)))
          if (nginx) turns.nginx.push(await load(nginx.port, request, SECONDS))
        }
        const lost = [...turns.shifting, ...turns.steady].reduce((sum, { failures }) => sum + failures, 0)
        return [
          ...figuresOf('weights that change', turns.shifting),
          ...figuresOf('weights that stay', turns.steady),
          ...(nginx ? figuresOf('nginx', turns.nginx) : []),
          {
            ...{ name: 'changing weights of staying ones, rate', unit: '%', how: HOW, aim: { atLeast: 80 } },
            value: median(
              turns.shifting.map(
                (one, round) => (100 * one.perSecond) / (turns.steady[round] ?? one).perSecond,
              ),
            ),
          },
          {
            ...{ name: 'requests lost', value: lost, unit: 'requests', aim: { atMost: 0 } },
            how: 'in all turns through the load balancer',
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

function figuresOf(name: string, turns: Load[]): Figure[] {
  const of = (pick: (turn: Load) => number) => median(turns.map(pick))
  return [
    { name, value: of(one => one.perSecond), unit: 'requests/s', how: HOW },
    { name: `${name}, p50`, value: of(one => one.p50Ms), unit: 'ms', how: HOW },
    { name: `${name}, p99`, value: of(one => one.p99Ms), unit: 'ms', how: HOW },
  ]
}

/** A second group with the same tasks, healthy, beside the first; answers what sets its weight in percent. */
async function weightedListener({ client }: BenchAccount): Promise<(percent: number) => Promise<void>> {
  const api = new elb.ElasticLoadBalancingV2Client(client)
  const { TargetGroups: [blue] = [] } = await api.send(new elb.DescribeTargetGroupsCommand({}))
  const { LoadBalancerArns: [LoadBalancerArn] = [], TargetGroupArn, VpcId } = blue ?? {}
  const { TargetHealthDescriptions: tasks = [] } = await api.send(
    new elb.DescribeTargetHealthCommand({ TargetGroupArn }),
  )
  const made = await api.send(
    new elb.CreateTargetGroupCommand({
      ...{ Name: 'bench-green', Protocol: 'HTTP', Port: 8080, TargetType: 'ip', VpcId },
      HealthCheckPath: '/health',
    }),
  )
  const green = made.TargetGroups?.[0]?.TargetGroupArn
  const Targets = tasks.map(({ Target }) => Target ?? { Id: '' })
  await api.send(new elb.RegisterTargetsCommand({ TargetGroupArn: green, Targets }))
  const { Listeners: [listener] = [] } = await api.send(new elb.DescribeListenersCommand({ LoadBalancerArn }))
  const shift = async (percent: number) => {
    const TargetGroups = [
      { TargetGroupArn, Weight: 100 - percent },
      { TargetGroupArn: green, Weight: percent },
    ]
    const DefaultActions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }]
    await api.send(new elb.ModifyListenerCommand({ ListenerArn: listener?.ListenerArn, DefaultActions }))
  }
  await shift(0)
  for (let attempt = 0; attempt < 120; attempt++) {
    const { TargetHealthDescriptions: found = [] } = await api.send(
      new elb.DescribeTargetHealthCommand({ TargetGroupArn: green }),
    )
    if (found.every(({ TargetHealth }) => TargetHealth?.State === 'healthy')) {
      await shift(50)
      return shift
    }
    await pause(500)
  }
  throw new Error('The two tasks did not become healthy in their second group within a minute.')
}

async function whileShifting(
  shift: (percent: number) => Promise<void>,
  run: () => Promise<Load>,
): Promise<Load> {
  let running = true
  const shifting = (async () => {
    for (let percent = 10; running; percent = percent >= 90 ? 10 : percent + 10) {
      await shift(percent)
      await pause(SHIFT_EVERY_MS)
    }
  })()
  try {
    return await run()
  } finally {
    running = false
    await shifting
  }
}
