using Microsoft.CodeAnalysis;

namespace ProcGen.Corpus.Checks;

/// <summary>What was found in one project.</summary>
internal sealed record CheckResult
{
    public required string ProjectName { get; init; }

    public required string ProjectFolder { get; init; }

    public required int Files { get; init; }

    public required int MarkedMethods { get; init; }

    /// <summary>Calls that were replaced by calls of stubs.</summary>
    public required int StubCalls { get; init; }

    public required int Stubs { get; init; }

    /// <summary>Errors of the project as it was read, before anything was added to it: how well it was understood.</summary>
    public required int ErrorsBefore { get; init; }

    /// <summary>Exceptions of the generator and of analyzers.</summary>
    public required IReadOnlyList<string> Exceptions { get; init; }

    /// <summary>Errors that the generated code has or causes.</summary>
    public required IReadOnlyList<Diagnostic> NewErrors { get; init; }

    /// <summary>Methods that the generator leaves out and no analyzer says why, or the other way round.</summary>
    public required IReadOnlyList<string> Disagreements { get; init; }

    public required IReadOnlyList<Diagnostic> Reports { get; init; }

    public required TimeSpan GeneratorTime { get; init; }

    /// <summary>How long it took to bind everything and to analyze it.</summary>
    public required TimeSpan AnalysisTime { get; init; }

    /// <summary>What each analyzer took of it, the slowest first.</summary>
    public required IReadOnlyList<(string Analyzer, TimeSpan Time)> AnalyzerTimes { get; init; }
}
