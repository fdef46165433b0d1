import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { openRuntime } from '../../runtime/open-runtime.ts'
import * as targets from '../elbv2/targets.ts'
import { resolveFunction } from '../lambda/functions.ts'
import { invokeFunction } from '../lambda/invoke-function.ts'
import type { Engine } from './engine.ts'
import { ExecSessions } from './exec/sessions.ts'
import { LogDriver } from './log-driver.ts'
import { startMetadataServer } from './metadata-server.ts'
import { startTaskPipes } from './task-pipes.ts'
import { TaskTurns } from './task-turns.ts'
import { Utilization } from './utilization.ts'

const TURN_MS = 100

/** Starts the runtime, takes up what still runs, and keeps tasks and services moving. */
export async function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const { dataDir, catalogue = { images: [] }, runtime: mode } = sandbox.config
  const runtime = await openRuntime({ mode, dataDir, catalogue })
  // What was left to choose is known now, to /_sandbox/health too.
  sandbox.config.runtime = runtime.kind
  const metadata = await startMetadataServer(sandbox, runtime.gateway)
  const { port: metadataPort, bridge } = metadata
  const pipes =
    runtime.networks && (await startTaskPipes(sandbox, runtime.networks, { bridge, metadataPort }))
  if (pipes) sandbox.config.endpointInTasks = pipes.endpoint
  const access: Engine['access'] = (...container) => {
    const { docker, process } = metadata.environment(...container)
    return { process, docker: { ...(pipes && { AWS_ENDPOINT_URL: pipes.endpoint }), ...docker } }
  }
  const logs = new LogDriver(sandbox, runtime)
  const engine: Engine = {
    ...{ sandbox, runtime, targets, logs, access },
    invokeFunction: async (scope, functionArn, payload) =>
      invokeFunction(sandbox, scope, resolveFunction(scope, functionArn).fn, payload),
  }
  const turns = new TaskTurns(engine)
  await turns.adopt()
  const sessions = new ExecSessions(sandbox, runtime)
  await sessions.endLost()
  const utilization = new Utilization(engine)

  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const next = () => {
    if (stopped) return
    timer = setTimeout(() => {
      // A task that takes long, such as one that pulls an image, does not hold up the others.
      void turns.turn()
      void utilization.sample().catch((error: unknown) => {
        sandbox.log.error({ err: error }, 'What tasks use could not be measured.')
      })
      next()
    }, TURN_MS)
    timer.unref()
  }
  next()

  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await sessions.stop()
      // State in memory is lost now: nobody could take the containers up again.
      const isKept = existsSync(path.join(dataDir, 'state.sqlite'))
      await (isKept ? turns.suspend() : turns.removeAll())
      logs.stop()
      await Promise.all([metadata.close(), pipes?.close()])
    },
    resetAccount: async accountId => {
      await sessions.end(accountId)
      await turns.reset(accountId)
    },
  }
}
