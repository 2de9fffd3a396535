# heyan in a container: models, build, run. Build with any engine; nothing here is fetched without a checksum but
# Debian's own signed packages.
#   docker build -t heyan .
#   docker run --read-only --tmpfs /tmp -p 8080:8080 -v $PWD/keys:/keys:ro heyan serve --addr 0.0.0.0:8080 --api-keys /keys

FROM docker.io/library/debian:bookworm-slim AS models
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates npm
WORKDIR /src
COPY scripts/models.sh scripts/
COPY internal/models/manifest.tsv internal/models/
RUN scripts/models.sh

FROM docker.io/library/golang:1.26-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends libtesseract-dev libleptonica-dev
ENV GOCACHE=/go/cache
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/go/cache \
    go build -trimpath -tags nomsgpack,nodynamic -ldflags '-s -w' -o /heyan ./cmd/heyan

FROM docker.io/library/debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libtesseract5 liblept5 libgomp1 libstdc++6 tesseract-ocr-eng tesseract-ocr-chi-sim tesseract-ocr-osd fonts-wqy-microhei \
 && rm -rf /var/lib/apt/lists/*
COPY --from=models /src/models /usr/share/heyan/models
COPY --from=build /heyan /usr/local/bin/heyan
COPY LICENSE NOTICE.md /usr/share/doc/heyan/
# Nothing is written but the compiled PDF renderer, which may be lost at any time.
ENV HEYAN_MODELS=/usr/share/heyan/models HEYAN_CACHE=/tmp OMP_THREAD_LIMIT=1
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["heyan", "health"]
ENTRYPOINT ["heyan"]
CMD ["serve"]
