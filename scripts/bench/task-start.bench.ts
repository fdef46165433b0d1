import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { DescribeTasksCommand, ECSClient, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { ROOT } from '../launch/settings.ts'
import { dockerClient, engineVersion } from '../setup/engine.ts'
import { ensureImages } from '../setup/images.ts'
import { findProgram } from '../setup/programs.ts'
import { median, type Bench } from './measurement.ts'
import { openBenchAccount } from './practice-account.ts'
import { createWebService, WEB } from './web-service.ts'

const run = promisify(execFile)
const RUNS = 9
/** AWS takes about 19 s for it, which the practice account keeps to in the account's own time: here only its own work is to count. */
const HOW = 'time scale 1000'
const IMAGE = WEB.containerDefinitions[0]?.image ?? ''

/** From RunTask to RUNNING, in turns with a bare `docker run` of the same image. */
export const bench: Bench = {
  title: 'Start of a task',
  async run(say) {
    const asProcess = await runTasks('process')
    const figures = [figure('RunTask to RUNNING, as a process', asProcess, HOW)]
    const docker = findProgram('docker')
    if (!docker || !(await engineVersion())) {
      say('Not beside docker run: no container engine answers, or there is no docker command.')
      return figures
    }
    await ensureImages(dockerClient(), ROOT, () => undefined)
    const bare: number[] = []
    const inDocker = await runTasks('docker', async () => void bare.push(await dockerRun(docker)))
    return [
      ...figures,
      figure('docker run', bare, '-d --rm, until the command ends'),
      figure('RunTask to RUNNING, in Docker', inDocker, `in turns with docker run; ${HOW}`),
      {
        ...figure(
          'RunTask beyond docker run',
          inDocker.map((ms, index) => ms - (bare[index] ?? Number.NaN)),
          'median of the differences',
        ),
        aim: { atMost: 250 },
      },
    ]
  },
}

const figure = (name: string, samples: number[], how: string) => ({
  name,
  value: median(samples),
  unit: 'ms' as const,
  how: `median of ${RUNS}; ${how}`,
})

async function dockerRun(docker: string): Promise<number> {
  const started = performance.now()
  const { stdout } = await run(docker, ['run', '-d', '--rm', '-p', '127.0.0.1:0:8080', IMAGE])
  const ms = performance.now() - started
  await run(docker, ['rm', '-f', stdout.trim()])
  return ms
}

async function runTasks(runtime: 'process' | 'docker', between?: () => Promise<void>): Promise<number[]> {
  const account = await openBenchAccount({ runtime, timeScale: 1000 })
  const ecs = new ECSClient(account.client)
  const samples: number[] = []
  try {
    const subnets = await createWebService(account, 0)
    for (let count = -1; count < RUNS; count++) {
      const started = performance.now()
      const { tasks } = await ecs.send(
        new RunTaskCommand({
          ...{ cluster: 'bench', taskDefinition: 'web', launchType: 'FARGATE' },
          networkConfiguration: { awsvpcConfiguration: { subnets, assignPublicIp: 'ENABLED' } },
        }),
      )
      const task = tasks?.[0]?.taskArn ?? ''
      await untilStatus(ecs, task, 'RUNNING')
      if (count >= 0) samples.push(performance.now() - started)
      await ecs.send(new StopTaskCommand({ cluster: 'bench', task }))
      await untilStatus(ecs, task, 'STOPPED')
      if (count >= 0) await between?.()
    }
  } finally {
    ecs.destroy()
    await account.close()
  }
  return samples
}

async function untilStatus(ecs: ECSClient, task: string, status: string): Promise<void> {
  for (let asked = 0; asked < 6000; asked++) {
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: 'bench', tasks: [task] }))
    const now = tasks?.[0]?.lastStatus
    if (now === status) return
    if (now === 'STOPPED') throw new Error(`The task stopped: ${tasks?.[0]?.stoppedReason}`)
    await pause(10)
  }
  throw new Error(`The task was not ${status} within a minute.`)
}
