using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Rules;

/// <summary>Rules about what happens inside a marked method, and about the contract on its attribute.</summary>
internal static class BodyRules
{
    private const string MutableStaticStateId = "PROCGEN060";
    private const string AmbientStateId = "PROCGEN061";
    private const string ArgumentChangedId = "PROCGEN062";
    private const string StaticLockId = "PROCGEN063";
    private const string ProcessWideId = "PROCGEN064";
    private const string TimeoutWithoutTokenId = "PROCGEN065";
    private const string RetriesWithoutIdempotentId = "PROCGEN066";
    private const string ExceptionLosesStateId = "PROCGEN067";

    /// <summary>Mutable static state is used, of which each worker has its own copy.</summary>
    public static readonly DiagnosticDescriptor MutableStaticState = new(
        MutableStaticStateId,
        Strings.Title(MutableStaticStateId),
        Strings.Message(MutableStaticStateId),
        RuleCategories.Body,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(MutableStaticStateId),
        HelpLinks.For(MutableStaticStateId));

    /// <summary>Mutable static state is used, of which each worker has its own copy. Found in the build, where calls are followed.</summary>
    public static readonly DiagnosticDescriptor MutableStaticStateInCalls = new(
        MutableStaticStateId,
        Strings.Title(MutableStaticStateId),
        Strings.CallMessage(MutableStaticStateId),
        RuleCategories.Body,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(MutableStaticStateId),
        HelpLinks.For(MutableStaticStateId),
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>State of a thread or of a flow of calls is used, which does not cross with the call.</summary>
    public static readonly DiagnosticDescriptor AmbientState = new(
        AmbientStateId,
        Strings.Title(AmbientStateId),
        Strings.Message(AmbientStateId),
        RuleCategories.Body,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(AmbientStateId),
        HelpLinks.For(AmbientStateId));

    /// <summary>State of a thread or of a flow of calls is used, which does not cross with the call. Found in the build, where calls are followed.</summary>
    public static readonly DiagnosticDescriptor AmbientStateInCalls = new(
        AmbientStateId,
        Strings.Title(AmbientStateId),
        Strings.CallMessage(AmbientStateId),
        RuleCategories.Body,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(AmbientStateId),
        HelpLinks.For(AmbientStateId),
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>An argument is changed, and its caller never sees it.</summary>
    public static readonly DiagnosticDescriptor ArgumentChanged = new(
        ArgumentChangedId,
        Strings.Title(ArgumentChangedId),
        Strings.Message(ArgumentChangedId),
        RuleCategories.Body,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(ArgumentChangedId),
        HelpLinks.For(ArgumentChangedId));

    /// <summary>An argument is changed, and its caller never sees it. Found in the build, where calls are followed.</summary>
    public static readonly DiagnosticDescriptor ArgumentChangedInCalls = new(
        ArgumentChangedId,
        Strings.Title(ArgumentChangedId),
        Strings.CallMessage(ArgumentChangedId),
        RuleCategories.Body,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(ArgumentChangedId),
        HelpLinks.For(ArgumentChangedId),
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>A static lock is taken, which excludes the threads of the worker only.</summary>
    public static readonly DiagnosticDescriptor StaticLock = new(
        StaticLockId,
        Strings.Title(StaticLockId),
        Strings.Message(StaticLockId),
        RuleCategories.Body,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(StaticLockId),
        HelpLinks.For(StaticLockId));

    /// <summary>A static lock is taken, which excludes the threads of the worker only. Found in the build, where calls are followed.</summary>
    public static readonly DiagnosticDescriptor StaticLockInCalls = new(
        StaticLockId,
        Strings.Title(StaticLockId),
        Strings.CallMessage(StaticLockId),
        RuleCategories.Body,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(StaticLockId),
        HelpLinks.For(StaticLockId),
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>Something is used that concerns the process as a whole, which is the worker.</summary>
    public static readonly DiagnosticDescriptor ProcessWide = new(
        ProcessWideId,
        Strings.Title(ProcessWideId),
        Strings.Message(ProcessWideId),
        RuleCategories.Body,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        Strings.Description(ProcessWideId),
        HelpLinks.For(ProcessWideId));

    /// <summary>Something is used that concerns the process as a whole, which is the worker. Found in the build, where calls are followed.</summary>
    public static readonly DiagnosticDescriptor ProcessWideInCalls = new(
        ProcessWideId,
        Strings.Title(ProcessWideId),
        Strings.CallMessage(ProcessWideId),
        RuleCategories.Body,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        Strings.Description(ProcessWideId),
        HelpLinks.For(ProcessWideId),
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>The method has a timeout and no token by which it could hear of it.</summary>
    public static readonly DiagnosticDescriptor TimeoutWithoutToken = new(
        TimeoutWithoutTokenId,
        Strings.Title(TimeoutWithoutTokenId),
        Strings.Message(TimeoutWithoutTokenId),
        RuleCategories.Body,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        Strings.Description(TimeoutWithoutTokenId),
        HelpLinks.For(TimeoutWithoutTokenId));

    /// <summary>Calls are to be run again, and nothing says that they may.</summary>
    public static readonly DiagnosticDescriptor RetriesWithoutIdempotent = new(
        RetriesWithoutIdempotentId,
        Strings.Title(RetriesWithoutIdempotentId),
        Strings.Message(RetriesWithoutIdempotentId),
        RuleCategories.Body,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RetriesWithoutIdempotentId),
        HelpLinks.For(RetriesWithoutIdempotentId));

    /// <summary>An exception is thrown that does not come back whole.</summary>
    public static readonly DiagnosticDescriptor ExceptionLosesState = new(
        ExceptionLosesStateId,
        Strings.Title(ExceptionLosesStateId),
        Strings.Message(ExceptionLosesStateId),
        RuleCategories.Body,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        Strings.Description(ExceptionLosesStateId),
        HelpLinks.For(ExceptionLosesStateId));

    /// <summary>An exception is thrown that does not come back whole. Found in the build, where calls are followed.</summary>
    public static readonly DiagnosticDescriptor ExceptionLosesStateInCalls = new(
        ExceptionLosesStateId,
        Strings.Title(ExceptionLosesStateId),
        Strings.CallMessage(ExceptionLosesStateId),
        RuleCategories.Body,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        Strings.Description(ExceptionLosesStateId),
        HelpLinks.For(ExceptionLosesStateId),
        WellKnownDiagnosticTags.CompilationEnd);
}
