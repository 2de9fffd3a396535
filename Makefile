# heyan 核验. Three commands: make run, make test, make build. Each installs what is missing, says so, and is quick the
# second time.

SHELL := /bin/bash
GO    ?= go
# Sonic, msgpack and a system libheif are never wanted: smaller and the same everywhere.
TAGS  := nomsgpack,nodynamic
FLAGS := -trimpath -tags $(TAGS)
TEST  ?= -race -shuffle=on -count=1
# What is measured on many pictures; the race detector would find nothing there and take ten times as long.
MEASURED := ./photo ./ocr/document ./validate

.PHONY: run build test check deps models fixtures accuracy clean help

help: ## Say what each command does.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## Judge the sample filing in testdata and print the verdicts.
	@scripts/run.sh

build: deps models ## Leave bin/heyan, which finds its models from any folder.
	@echo "build: bin/heyan"
	@$(GO) build $(FLAGS) -ldflags '-s -w' -o bin/heyan ./cmd/heyan

test: deps models ## Run every test.
	@scripts/deps.sh fonts
	@echo "test: go test $(TEST) ./..."
	@$(GO) test $(TEST) -tags $(TAGS) -timeout 45m -skip '^TestAccuracy' ./...
	@echo "test: accuracy"
	@$(GO) test -tags $(TAGS) -count=1 -timeout 45m -run '^TestAccuracy' $(MEASURED)

check: ## Format, vet and lint, as CI does before the tests.
	@.ci/check

deps: ## Install the Debian packages that building and running need.
	@scripts/deps.sh

models: ## Fetch the models and ONNX Runtime, each pinned by sha256.
	@scripts/models.sh

fixtures: ## Make testdata anew.
	@$(GO) run ./testdata/gen

accuracy: build ## Measure the accuracy of reading anew and write docs/accuracy.md.
	@$(GO) test -tags $(TAGS) -count=1 -timeout 60m -run TestAccuracy ./validate -accuracy

clean: ## Delete what was built; the models stay.
	@rm -rf bin out
