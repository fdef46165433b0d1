import type {
  DescribeStackDriftDetectionStatusInput,
  DescribeStackDriftDetectionStatusOutput,
} from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { cloudformation } from '../store.ts'

/** What a look for drift has come to. */
export const describeStackDriftDetectionStatus: Operation<
  DescribeStackDriftDetectionStatusInput,
  DescribeStackDriftDetectionStatusOutput
> = ({ StackDriftDetectionId = '' }, { scope }) => {
  const found = cloudformation(scope).detections.get(StackDriftDetectionId)
  if (!found) throw validationError(`Drift detection with id ${StackDriftDetectionId} does not exist`)
  return {
    ...{ StackId: found.stackId, StackDriftDetectionId, StackDriftStatus: found.status as 'DRIFTED' },
    ...{
      DetectionStatus: 'DETECTION_COMPLETE',
      DriftedStackResourceCount: found.drifted,
      Timestamp: new Date(found.at),
    },
  }
}
