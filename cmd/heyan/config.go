package main

import (
	"time"
)

// cli is every command and flag; each flag has an environment name HEYAN_…, and a flag outweighs it.
type cli struct {
	Check   checkCommand   `cmd:"" help:"Judge files, folders and standard input."`
	Serve   serveCommand   `cmd:"" help:"Answer over HTTP."`
	Checks  checksCommand  `cmd:"" help:"List every check."`
	Kinds   kindsCommand   `cmd:"" help:"List every kind of upload."`
	Doctor  doctorCommand  `cmd:"" help:"Tell what is installed, how fast it is, and how to get what is missing."`
	Health  healthCommand  `cmd:"" help:"Ask a running service whether it is ready; for containers."`
	Version versionCommand `cmd:"" help:"Print the version."`
	Native  nativeCommand  `cmd:"" hidden:"" help:"Run native code for a parent heyan."`
}

// engineFlags choose how uploads are judged, whichever door they come through.
type engineFlags struct {
	OCR       string        `default:"auto" enum:"auto,ppocr,tesseract" help:"Text reader: auto, ppocr or tesseract."`
	Rules     string        `placeholder:"DIR" type:"existingdir" help:"Folder whose files of rules replace the built-in ones."`
	MaxBytes  int64         `default:"20971520" placeholder:"BYTES" help:"Largest file, in bytes (default ${default}: 20 MiB)."`
	MaxPixels int64         `default:"50000000" placeholder:"PX" help:"Largest page, in px (default ${default})."`
	MaxPages  int           `default:"20" placeholder:"N" help:"Most pages of a document (default ${default})."`
	Timeout   time.Duration `default:"30s" help:"Longest time for one file (default ${default})."`
	Slots     int           `default:"0" placeholder:"N" help:"Files judged at once (default: one a core)."`
}

// askFlags say how one upload is to be judged.
type askFlags struct {
	Kind     string `default:"auto" help:"What the file is said to be; heyan kinds lists the names (default ${default})."`
	Declared string `placeholder:"F.json" type:"existingfile" help:"What the applicant typed into the filing."`
	Provider string `help:"Whose rules: aliyun, tencent, jd, huawei or netease (default aliyun)."`
	Province string `placeholder:"NN" help:"Province by GB/T 2260, two digits, such as 32."`
	AsOf     string `placeholder:"DATE" help:"The day to judge by, such as 2026-11-23 (default today in Shanghai)."`
	Portrait string `placeholder:"ID.jpg" type:"existingfile" help:"ID card to compare the face with; only where you ask for it."`
}

// Validate refuses what cannot be, naming the flag.
func (f engineFlags) Validate() error { return f.positive() }
