import { DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation'
import type { LabAccount } from '../define.ts'

/** A stack as it is now; undefined when there is none of that name. */
export async function findStack({ aws }: LabAccount, StackName: string): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await aws.cloudformation.send(new DescribeStacksCommand({ StackName }))
    return Stacks[0]
  } catch (error) {
    // CloudFormation has no name of its own for it: it is a ValidationError.
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined
    throw error
  }
}
