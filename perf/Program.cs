using System.CommandLine;
using Engine.Perf;

var names = new Argument<string[]>("NAME") { Description = "Benchmarks to run.", Arity = ArgumentArity.OneOrMore };
var json = new Option<bool>("--json") { Description = "Print one JSON object per row instead of tables." };
var cases = new Option<string>("--cases") { Description = "Run only the cases whose name contains this text, for example d=64 or m=2^18." };
var quick = new Option<bool>("--quick") { Description = "Smaller sizes and fewer repetitions: a check that it runs, not a result." };
var save = new Option<bool>("--save") { Description = "File the rows under perf/results by machine." };

var list = new Command("list", "Names the benchmarks.");
list.SetAction(_ =>
{
    foreach (IBenchmark benchmark in BenchmarkList.All) Console.WriteLine($"{benchmark.Name,-24}{benchmark.Summary}");
});

var run = new Command("run", "Runs benchmarks.") { names, json, cases, quick, save };
run.SetAction(parsed => BenchmarkRunner.Run(
    parsed.GetValue(names)!,
    new RunSettings(parsed.GetValue(json), parsed.GetValue(cases), parsed.GetValue(quick), parsed.GetValue(save))));

return new RootCommand("Benchmarks of Engine.") { list, run }.Parse(args).Invoke();
