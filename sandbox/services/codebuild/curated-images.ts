import type { EnvironmentPlatform } from '@aws-sdk/client-codebuild'

const image = (name: string, description: string) => ({ name, description, versions: [name] })

/** The images that CodeBuild offers today. */
export const CURATED_IMAGES: EnvironmentPlatform[] = [
  {
    platform: 'AMAZON_LINUX',
    languages: [
      {
        language: 'BASE',
        images: [
          image(
            'aws/codebuild/amazonlinux-x86_64-standard:5.0',
            'AWS CodeBuild - Docker image based on Amazon Linux 2023 (x86_64)',
          ),
          image(
            'aws/codebuild/amazonlinux-aarch64-standard:3.0',
            'AWS CodeBuild - Docker image based on Amazon Linux 2023 (aarch64)',
          ),
        ],
      },
    ],
  },
  {
    platform: 'UBUNTU',
    languages: [
      {
        language: 'BASE',
        images: [
          image('aws/codebuild/standard:7.0', 'AWS CodeBuild - Docker image based on Ubuntu 22.04 (x86_64)'),
        ],
      },
    ],
  },
]
