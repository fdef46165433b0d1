import type { BatchGetApplicationsInput, BatchGetApplicationsOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { findApplication } from '../lookup.ts'
import { applicationShape } from '../shapes.ts'

/** Throws ApplicationDoesNotExistException. */
export const batchGetApplications: Operation<BatchGetApplicationsInput, BatchGetApplicationsOutput> = (
  input,
  { scope },
) => ({
  applicationsInfo: (input.applicationNames ?? []).map(name =>
    applicationShape(findApplication(scope, name)),
  ),
})
