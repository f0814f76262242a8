using System.CommandLine;
using Engine.Gpu;

var output = new Option<string>("--output", "-o") { Description = "The results file.", DefaultValueFactory = _ => "engine-gpu.json", HelpName = "FILE" };
var device = new Option<string?>("--device") { Description = "Only this device, by the id it is listed with. Default: every accelerator present.", HelpName = "ID" };
var quick = new Option<bool>("--quick") { Description = "Small sizes, one repetition: a check that it runs, not a result." };
var only = new Option<string?>("--benchmarks") { Description = "Only micro-benchmarks whose operation contains this text: no conformance suite, no results file.", HelpName = "TEXT" };
var command = new RootCommand("Runs the conformance suite and the micro-benchmarks on the accelerators of this machine, and writes a results file.") { device, quick, only, output };
command.SetAction(parsed => GpuRun.Execute(parsed.GetValue(device), parsed.GetValue(quick), parsed.GetValue(only), parsed.GetValue(output)!));
return command.Parse(args).Invoke();
