import {
  expectServiceStable,
  type ExpectedService,
  SERVICE_STABLE_READS,
} from '../assertions/expect-service-stable.ts'
import { findStack } from '../assertions/find-stack.ts'
import { findService, readService } from '../assertions/service-state.ts'
import { allOf, fail, pass, tagMissing, waiting } from '../assertions/verdicts.ts'
import type { CheckContext, CommandContext, LabAccount, Verdict } from '../define.ts'

/** A case: its stack, cluster and service are of one name. */
export interface Case {
  name: string
  lab: string
}

/**
 * The command that has CloudFormation make the broken account, out of the lab's case.yaml. The service comes last. CloudFormation
 * waits for it to be stable, so the stack is complete when the learner has repaired it; on AWS it gives up after three hours, and
 * then leaves all as it is.
 */
export function openCase({ images }: Pick<CommandContext, 'images'>, { name, lab }: Case): string {
  const subnets = `$(aws ec2 describe-subnets --filters Name=default-for-az,Values=true --query 'Subnets[:2].SubnetId' --output text | tr '\\t' ',')`
  return [
    `aws cloudformation create-stack --stack-name ${name} --template-body file://case.yaml`,
    '--capabilities CAPABILITY_NAMED_IAM --on-failure DO_NOTHING',
    `--parameters ParameterKey=Images,ParameterValue=${images} "ParameterKey=Subnets,ParameterValue='${subnets}'"`,
    `--tags Key=slipway-lab,Value=${lab} --query StackId --output text`,
  ].join(' ')
}

/** The reads that `expectCaseOpen` makes. */
export const CASE_READS = ['cloudformation:DescribeStacks', 'ecs:DescribeServices']

/** The account of the case is there: its service, which is made last. */
export async function expectCaseOpen(account: LabAccount, { name, lab }: Case): Promise<Verdict> {
  const service = await findService(account, { cluster: name, service: name })
  const stack = await findStack(account, name)
  const expected = `a service ${name}, as its team has left it`
  if (!service && stack?.StackStatus?.endsWith('_IN_PROGRESS')) {
    return waiting('case-opens', {
      title: 'CloudFormation makes the case',
      expected,
      observed: `the stack ${name} is ${stack.StackStatus}`,
      next: 'Wait: the service comes last.',
      ...{ retryAfterSeconds: 10, aboutSeconds: 180 },
    })
  }
  if (!service) {
    return fail('case-not-open', {
      title: 'The case is not open yet',
      expected,
      observed: stack
        ? `no active service of that name, and the stack ${name} is ${stack.StackStatus}`
        : 'no active service of that name',
      next: 'Run this step’s command. If it stopped halfway, press Reset, and run it again.',
    })
  }
  const serviceArn = service.serviceArn ?? ''
  const command = `aws ecs tag-resource --resource-arn ${serviceArn} --tags key=slipway-lab,value=${lab}`
  const untagged = tagMissing(service.tags, { lab, what: `a service ${name}`, command })
  if (untagged) return untagged
  return pass(`The service ${name} is there, and not well. The case is yours.`, { serviceArn }, [
    ...(stack?.StackId === undefined ? [] : [{ type: 'cloudformation:stack', id: stack.StackId }]),
    { type: 'ecs:service', id: serviceArn },
  ])
}

export interface Repair {
  service: ExpectedService
  /** Reasons of the fault that is to be found: they are not said, only what shows. */
  hidden: string[]
  /** Where to look, without saying what there is to see. */
  look: string
  /** Whether the fault is gone although its last victims still show it: where ECS only has to try again by itself. */
  mended?: (account: LabAccount) => Promise<boolean>
}

/** The reads that `expectRepaired` makes. */
export const REPAIR_READS = SERVICE_STABLE_READS

/** The service is well. While its own fault is there, says what shows of it and where to look; any other fault it names, with its cause. */
export async function expectRepaired(
  account: CheckContext,
  { service, hidden, look, mended }: Repair,
  ...more: ((outputs: Record<string, string>) => Promise<Verdict>)[]
): Promise<Verdict> {
  const verdict = await allOf(() => expectServiceStable(account, service), ...more)
  if (verdict.status !== 'fail' || !hidden.includes(verdict.reason)) return verdict
  const shows = {
    expected: `${service.tasks} tasks of ${service.service} that stay up`,
    observed: await symptomOf(account, service),
  }
  if (await mended?.(account)) {
    return waiting('tries-again', {
      title: 'Repaired; ECS tries again by itself',
      ...shows,
      next: 'What shows is of before your repair. Give ECS a minute: it waits longer between tries, the more have failed.',
      ...{ retryAfterSeconds: 10, aboutSeconds: 120 },
    })
  }
  return fail('still-broken', { title: 'It is still broken', ...shows, next: look })
}

/** What anybody sees who looks: why a task stopped, what the health check says, or the service's newest event. */
async function symptomOf(
  account: LabAccount,
  { cluster, service: name }: { cluster: string; service: string },
): Promise<string> {
  const service = await findService(account, { cluster, service: name })
  if (!service) return `there is no service ${name} any more`
  const { tasks, targets, primary } = await readService(account, service)
  const stopped = tasks.find(
    ({ startedBy, stopCode, stoppedReason }) =>
      startedBy === primary.id && stopCode === 'TaskFailedToStart' && stoppedReason,
  )
  if (stopped) return `a task stopped: ${stopped.stoppedReason}`
  const sick = targets.find(({ TargetHealth }) => TargetHealth?.State === 'unhealthy')
  if (sick) {
    return `the load balancer says of ${sick.Target?.Id}:${sick.Target?.Port}: ${sick.TargetHealth?.Description}`
  }
  return `its newest event: ${service.events?.[0]?.message ?? 'none'}`
}
