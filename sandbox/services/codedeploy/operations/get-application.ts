import type { GetApplicationInput, GetApplicationOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { findApplication } from '../lookup.ts'
import { applicationShape } from '../shapes.ts'

/** Throws ApplicationDoesNotExistException. */
export const getApplication: Operation<GetApplicationInput, GetApplicationOutput> = (input, { scope }) => ({
  application: applicationShape(findApplication(scope, input.applicationName)),
})
