import { DescribeStackEventsCommand, type Stack } from '@aws-sdk/client-cloudformation'
import { findStack } from '../assertions/find-stack.ts'
import { fail, pass, tagMissing, waiting } from '../assertions/verdicts.ts'
import type { LabAccount, Verdict } from '../define.ts'
import { LAB } from './names.ts'

const EXPECTED = 'CREATE_COMPLETE or UPDATE_COMPLETE'

/** The stack is there and complete. Its outputs go on, under their keys. */
export async function expectStack(account: LabAccount, name: string, command: string): Promise<Verdict> {
  const stack = await findStack(account, name)
  if (!stack) {
    return fail('stack-missing', {
      title: `There is no stack ${name}`,
      expected: `the stack ${name}`,
      observed: 'none of that name',
      next: `Run \`${command}\`, and read how it ends. “Has the environment been bootstrapped?” means that the first step is missing; “The context does not fit” that a choice after -c is not one of the program’s.`,
    })
  }
  const { StackStatus: status = '', StackId: id = '', Outputs = [] } = stack
  if (/^(CREATE|UPDATE)_COMPLETE$/.test(status)) {
    const untagged = tagMissing(stack.Tags, {
      lab: LAB,
      what: `the stack ${name}`,
      command,
    })
    if (untagged) return untagged
    const outputs = Object.fromEntries(
      Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    )
    return pass(`The stack ${name} is complete.`, outputs, [{ type: 'cloudformation:stack', id }])
  }
  if (status === 'REVIEW_IN_PROGRESS') {
    return fail('not-executed', {
      title: `${name} is planned, not made`,
      expected: EXPECTED,
      observed: `${status}: there is a change set, the list of what would be done, and nobody had it done`,
      next: `Run \`${command}\`.`,
    })
  }
  if (status.endsWith('_IN_PROGRESS')) {
    return waiting('stack-in-progress', {
      title: `CloudFormation still works on ${name}`,
      expected: EXPECTED,
      observed: status,
      next: 'Wait. Its events scroll by in the terminal.',
      retryAfterSeconds: 10,
      aboutSeconds: 300,
    })
  }
  return failed(account, stack, command)
}

/** Why it is not complete, from the first event that failed: all others follow from that one. */
async function failed({ aws }: LabAccount, stack: Stack, command: string): Promise<Verdict> {
  const { StackName: name, StackStatus: status = '' } = stack
  const { StackEvents = [] } = await aws.cloudformation.send(
    new DescribeStackEventsCommand({ StackName: stack.StackId }),
  )
  const first = StackEvents.findLast(({ ResourceStatus }) =>
    /^(CREATE|UPDATE|DELETE)_FAILED$/.test(ResourceStatus ?? ''),
  )
  const cause = first
    ? `${first.LogicalResourceId}: ${first.ResourceStatusReason}`
    : (stack.StackStatusReason ?? 'CloudFormation does not say why')
  const observed = `${status}. It began with ${cause}`
  if (status === 'UPDATE_ROLLBACK_COMPLETE') {
    return fail('update-rolled-back', {
      title: `The change of ${name} failed, and was taken back`,
      expected: EXPECTED,
      observed,
      next: `All is as it was before. Mend the cause, then run \`${command}\` again.`,
    })
  }
  if (/^(ROLLBACK_|CREATE_FAILED)/.test(status)) {
    return fail('stack-rolled-back', {
      title: `${name} could not be made`,
      expected: EXPECTED,
      observed,
      next: `A stack that failed at its first try can only be deleted. The cdk does that by itself, and uploads the files that the template needs: run \`${command}\`.`,
    })
  }
  return fail('stack-stuck', {
    title: `${name} is stuck halfway`,
    expected: EXPECTED,
    observed,
    next: `Mend the cause. Then delete it, \`aws cloudformation delete-stack --stack-name ${name}\`, wait until it is gone, and run \`${command}\`.`,
  })
}
