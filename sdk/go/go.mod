module github.com/signalbox/signalbox/sdk/go

go 1.19
