import type {
  PutImageScanningConfigurationRequest,
  PutImageScanningConfigurationResponse,
} from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { requestedRepository } from '../repositories.ts'
import { ecr } from '../store.ts'

/** Keeps the setting; the practice account scans nothing. */
export const putImageScanningConfiguration: Operation<
  PutImageScanningConfigurationRequest,
  PutImageScanningConfigurationResponse
> = (input, context) => {
  const { scope, repository } = requestedRepository(input, context, 'PutImageScanningConfiguration')
  const { repositoryName } = repository
  const scanOnPush = input.imageScanningConfiguration?.scanOnPush ?? false
  ecr(scope).repositories.put(repositoryName, { ...repository, scanOnPush })
  return { registryId: scope.accountId, repositoryName, imageScanningConfiguration: { scanOnPush } }
}
