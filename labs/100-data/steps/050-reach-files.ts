import { expectMountTargets } from '../../assertions/expect-file-system.ts'
import { defineStep } from '../../define.ts'

export default defineStep({
  title: 'Give it an address in each zone',
  needs: ['draw-doors', 'create-file-system'],
  commands: ({ out }) => {
    const { subnetA, subnetB, filesGroupId } = out['draw-doors'] ?? {}
    const { fileSystemId } = out['create-file-system'] ?? {}
    return [subnetA, subnetB].map(
      subnet =>
        `aws efs create-mount-target --file-system-id ${fileSystemId} --subnet-id ${subnet} --security-groups ${filesGroupId}`,
    )
  },
  check: account => {
    const { subnetA = '', subnetB = '', filesGroupId = '' } = account.out['draw-doors'] ?? {}
    return expectMountTargets(account, {
      fileSystemId: account.out['create-file-system']?.['fileSystemId'] ?? '',
      subnets: [subnetA, subnetB],
      securityGroupId: filesGroupId,
    })
  },
  hints: [
    'A task reaches the file system by the mount target of its own zone. So there is one for each.',
    'Without --security-groups it stands behind the VPC’s own door, which lets no task in.',
  ],
  solve: 'commands',
  timeout: '4m',
  reads: ['elasticfilesystem:DescribeMountTargets', 'elasticfilesystem:DescribeMountTargetSecurityGroups'],
})
