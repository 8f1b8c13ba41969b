using ProcGen.Corpus;
using ProcGen.Corpus.Checks;
using ProcGen.Corpus.Sources;

if (CorpusOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(CorpusOptions.Usage);
    return 2;
}

var printer = new ReportPrinter(options);
var baseline = Baseline.Read(options.BaselinePath);
bool failed = false;
foreach (string argument in options.Projects)
{
    string folder = GitCache.Resolve(argument, options.CacheFolder);
    ProjectFolder project = ProjectFolder.Read(folder);
    CheckResult result = await ProjectCheck.RunAsync(project, options.Mark, options.Calls);
    failed |= printer.Print(result, baseline);
}

if (options.WriteBaseline)
{
    baseline.Write();
    Console.WriteLine($"The baseline is written: {options.BaselinePath}. Read the difference: a report in it was judged to be right.");
}

return failed && !options.WriteBaseline ? 1 : 0;
