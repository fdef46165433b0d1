import { expectAccessPoint } from '../../assertions/expect-file-system.ts'
import { defineStep } from '../../define.ts'
import { LAB, tag } from '../names.ts'

export default defineStep({
  title: 'Say as whom files are written',
  needs: ['create-file-system'],
  commands: ({ out }) => [
    `aws efs create-access-point --file-system-id ${out['create-file-system']?.['fileSystemId']} --client-token shop --posix-user Uid=1000,Gid=1000 --root-directory 'Path=/shop,CreationInfo={OwnerUid=1000,OwnerGid=1000,Permissions=0750}' --tags ${tag}`,
  ],
  check: account =>
    expectAccessPoint(account, {
      fileSystemId: account.out['create-file-system']?.['fileSystemId'] ?? '',
      folder: '/shop',
      user: 1000,
      lab: LAB,
    }),
  hints: [
    'A new file system belongs to root, and a good container does not run as root.',
    'CreationInfo has EFS make the folder at the first mount, and give it to that user.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: ['elasticfilesystem:DescribeAccessPoints'],
})
