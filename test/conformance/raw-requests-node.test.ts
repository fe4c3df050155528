import { rawRequests } from './raw-requests-suite.js'

rawRequests('node')
