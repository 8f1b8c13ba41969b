using ProcGen.Benchmarks.Generator;

string[] known = ["keystroke", "file", "compile", "build"];
if (args.Except(known).Any())
{
    Console.Error.WriteLine($"usage: {string.Join(" | ", known)}    (all of them if none is named)");
    return 2;
}

Console.WriteLine($"{SampleSolution.Methods} marked methods in {SampleSolution.Files} files; {Environment.ProcessorCount} processors");
if (Wants("keystroke"))
{
    KeystrokeBenchmark.Run();
}

if (Wants("file"))
{
    await FileBenchmark.RunAsync();
}

if (Wants("compile"))
{
    await CompileBenchmark.RunAsync();
}

if (Wants("build"))
{
    BuildBenchmark.Run();
}

return 0;

bool Wants(string name) => args.Length == 0 || args.Contains(name);
