import { expectAccessPoint, expectMountTargets } from '../../assertions/expect-file-system.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { LAB, tag } from '../names.ts'

export default defineStep({
  title: 'Make ways to the file system',
  needs: ['prepare', 'create-data'],
  commands: ({ out }) => {
    const { subnetA, subnetB, filesGroupId } = out['prepare'] ?? {}
    const { fileSystemId } = out['create-data'] ?? {}
    return [
      ...[subnetA, subnetB].map(
        subnet =>
          `aws efs create-mount-target --file-system-id ${fileSystemId} --subnet-id ${subnet} --security-groups ${filesGroupId}`,
      ),
      `aws efs create-access-point --file-system-id ${fileSystemId} --client-token app --posix-user Uid=1000,Gid=1000 --root-directory 'Path=/app,CreationInfo={OwnerUid=1000,OwnerGid=1000,Permissions=0750}' --tags ${tag}`,
    ]
  },
  check: account => {
    const { subnetA = '', subnetB = '', filesGroupId = '' } = account.out['prepare'] ?? {}
    const { fileSystemId = '' } = account.out['create-data'] ?? {}
    return allOf(
      () =>
        expectMountTargets(account, {
          fileSystemId,
          subnets: [subnetA, subnetB],
          securityGroupId: filesGroupId,
        }),
      () => expectAccessPoint(account, { fileSystemId, folder: '/app', user: 1000, lab: LAB }),
    )
  },
  hints: [
    'A mount target is the file system’s address in one zone. A task uses the one of its own zone.',
    'The app runs as user 1000, not as root. An access point makes a folder that belongs to that user, and shows nothing else.',
  ],
  solve: 'commands',
  timeout: '4m',
  reads: [
    'elasticfilesystem:DescribeMountTargets',
    'elasticfilesystem:DescribeMountTargetSecurityGroups',
    'elasticfilesystem:DescribeAccessPoints',
  ],
})
