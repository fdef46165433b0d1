import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { drainTaskSet } from '../ecs/task-sets.ts'
import { alarmProblem } from './alarms.ts'
import { endDeployment } from './end-deployment.ts'
import { sendStateChange } from './event-stream.ts'
import { runHook } from './hooks.ts'
import { install } from './install.ts'
import { roleProblem } from './service-role.ts'
import { allowTestTraffic, allowTraffic } from './shift.ts'
import { codedeploy } from './store.ts'
import type { EventName } from './app-spec.ts'
import type { DeploymentDocument, EventDocument, Stage } from './store.ts'
import { DeploymentFailure } from './failure.ts'
import { pairOf, TrafficError } from './traffic.ts'
import { serviceOf } from './turn.ts'
import type { Turn } from './turn.ts'

/** What an event's work finds: whether it is done. */
type EventWork = (turn: Turn, event: EventDocument) => boolean

/** What is done in each lifecycle event; the others are hooks. */
const WORK: Partial<Record<EventName, EventWork>> = {
  Install: install,
  AllowTestTraffic: allowTestTraffic,
  AllowTraffic: allowTraffic,
}

/** A deployment's stages and what is done in each, until it answers that there is nothing to do now. */
const STAGES: Record<Exclude<Stage, 'done'>, (turn: Turn) => boolean> = {
  created: begin,
  events: runEvents,
  'ready-wait': waitUntilReady,
  'termination-wait': waitForTermination,
  terminating: terminate,
}

const MINUTE_MS = 60_000
const WATCHED = new Set<Stage>(['events', 'ready-wait', 'termination-wait'])

/** Takes a deployment as far as it goes now. What it has done is in the store before anything else is. */
export function advanceDeployment(sandbox: Sandbox, scope: Scope, deployment: DeploymentDocument): void {
  const turn = { sandbox, scope, deployment, time: sandbox.clock.time(scope.accountId) }
  const before = JSON.stringify(deployment)
  try {
    for (;;) {
      const { stage } = deployment
      if (stage === 'done') break
      const problem = WATCHED.has(stage) && alarmProblem(sandbox, scope, deployment)
      if (problem) {
        endDeployment(turn, problem)
        break
      }
      if (!STAGES[stage](turn)) break
    }
  } catch (error) {
    endDeployment(turn, outcomeOf(error))
  }
  if (JSON.stringify(deployment) === before) return
  deployment.updatedAt = sandbox.clock.now()
  codedeploy(scope).deployments.put(deployment.deploymentId, deployment)
}

function outcomeOf(error: unknown) {
  if (error instanceof DeploymentFailure) return error.outcome
  if (!(error instanceof TrafficError)) throw error
  const failure = { code: 'ELASTIC_LOAD_BALANCING_INVALID' as const, message: error.message }
  return { status: 'Failed' as const, rollsBackOn: 'DEPLOYMENT_FAILURE' as const, error: failure }
}

function moveTo({ deployment, time }: Turn, stage: Stage): true {
  Object.assign(deployment, { stage, stageTime: time, continued: false })
  return true
}

/** Finds what is deployed over what. */
function begin(turn: Turn): boolean {
  const { sandbox, scope, deployment } = turn
  deployment.status = 'InProgress'
  deployment.startedAt = sandbox.clock.now()
  sendStateChange(sandbox, scope, deployment, 'START')
  if (deployment.error) throw new DeploymentFailure(deployment.error.code, deployment.error.message)
  if (deployment.rollbackOf) return moveTo(turn, 'events')
  const action = 'ecs:DescribeServices'
  const problem = roleProblem(sandbox, deployment.serviceRoleArn, [{ action }])
  if (problem) throw new DeploymentFailure(problem.code, problem.message)
  const primary = serviceOf(turn).taskSets?.find(({ status }) => status === 'PRIMARY')
  const blue = primary?.loadBalancers[0]?.targetGroupArn
  const pair = pairOf(scope, deployment)
  const green = pair.find(arn => arn !== blue)
  if (!primary || !blue || !green || !pair.includes(blue)) {
    throw new DeploymentFailure(
      'INVALID_ECS_SERVICE',
      'The target ECS service must be configured using one of those two target groups.',
    )
  }
  deployment.blueTaskSetId = primary.id
  deployment.blueTargetGroupArn = blue
  deployment.greenTargetGroupArn = green
  return moveTo(turn, 'events')
}

function runEvents(turn: Turn): boolean {
  const { sandbox, scope, deployment, time } = turn
  const event = deployment.events.find(({ status }) => status === 'Pending' || status === 'InProgress')
  if (!event) return moveTo(turn, 'termination-wait')
  if (event.status === 'Pending') {
    const ready = deployment.blueGreenDeploymentConfiguration.deploymentReadyOption
    const waits = ready?.actionOnTimeout === 'STOP_DEPLOYMENT' && !deployment.rollbackOf
    if (event.name === 'BeforeAllowTraffic' && waits && !deployment.continued) {
      deployment.status = 'Ready'
      sendStateChange(sandbox, scope, deployment, 'READY')
      return moveTo(turn, 'ready-wait')
    }
    Object.assign(event, { status: 'InProgress', startedAt: sandbox.clock.now(), startedTime: time })
  }
  if (!(WORK[event.name] ?? runHook)(turn, event)) return false
  Object.assign(event, { status: 'Succeeded', endedAt: sandbox.clock.now() })
  return true
}

function waitUntilReady(turn: Turn): boolean {
  const { deployment, time } = turn
  const minutes = deployment.blueGreenDeploymentConfiguration.deploymentReadyOption?.waitTimeInMinutes ?? 0
  if (deployment.continued) {
    deployment.status = 'InProgress'
    moveTo(turn, 'events')
    return (deployment.continued = true)
  }
  if (time - deployment.stageTime < minutes * MINUTE_MS) return false
  const message = `The deployment was stopped because it was not continued within the wait time of ${minutes} minutes.`
  endDeployment(turn, { status: 'Stopped', error: { code: 'TIMEOUT', message } })
  return true
}

function waitForTermination(turn: Turn): boolean {
  const { sandbox, scope, deployment, time } = turn
  const option = deployment.blueGreenDeploymentConfiguration.terminateBlueInstancesOnDeploymentSuccess
  const minutes = deployment.rollbackOf ? 0 : (option?.terminationWaitTimeInMinutes ?? 0)
  if (!deployment.continued && time - deployment.stageTime < minutes * MINUTE_MS) return false
  const problem = roleProblem(sandbox, deployment.serviceRoleArn, [{ action: 'ecs:DeleteTaskSet' }])
  if (problem) throw new DeploymentFailure(problem.code, problem.message)
  const service = serviceOf(turn)
  const { blueTaskSetId: id } = deployment
  if (id && service.taskSets?.some(taskSet => taskSet.id === id)) drainTaskSet(sandbox, scope, service, id)
  return moveTo(turn, 'terminating')
}

function terminate(turn: Turn): boolean {
  const service = serviceOf(turn)
  if (service.taskSets?.some(({ id }) => id === turn.deployment.blueTaskSetId)) return false
  endDeployment(turn, { status: 'Succeeded' })
  return true
}
