import type {
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
} from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { findStack } from '../find-stack.ts'
import { resourceShape } from '../shapes.ts'
import { cloudformation } from '../store.ts'

/** Resources of a stack, or of the stack that a physical id belongs to; a hundred at most, as on AWS. */
export const describeStackResources: Operation<DescribeStackResourcesInput, DescribeStackResourcesOutput> = (
  { StackName, LogicalResourceId, PhysicalResourceId },
  { scope },
) => {
  const { stacks, resources } = cloudformation(scope)
  const owner = stacks.values().find(({ stackId }) =>
    resources(stackId)
      .values()
      .some(({ physicalId }) => physicalId === PhysicalResourceId),
  )
  if (StackName === undefined && (PhysicalResourceId === undefined || !owner)) {
    throw validationError(`Stack for ${PhysicalResourceId ?? 'null'} does not exist`)
  }
  const stack = StackName === undefined && owner ? owner : findStack(scope, StackName)
  const shown = resources(stack.stackId)
    .values()
    .filter(({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId)
    .slice(0, 100)
  return {
    StackResources: shown.map(resource => {
      const {
        LastUpdatedTimestamp: Timestamp,
        Metadata: _metadata,
        DriftInformation,
        ...shape
      } = resourceShape(stack, resource)
      return { ...shape, Timestamp, DriftInformation }
    }),
  }
}
