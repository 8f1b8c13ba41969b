using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Rules;

/// <summary>Rules about how calls, pools and shared objects are used.</summary>
internal static class UseRules
{
    private const string UnlaunchedCallId = "PROCGEN040";
    private const string DirectCallId = "PROCGEN041";
    private const string UndisposedId = "PROCGEN042";
    private const string BlockingCallId = "PROCGEN044";
    private const string UnmarkedItemId = "PROCGEN045";
    private const string UnscopedLockId = "PROCGEN046";
    private const string RepeatedArgumentId = "PROCGEN047";
    private const string SequentialCallsId = "PROCGEN048";

    /// <summary>A call, stream or map is made and dropped.</summary>
    public static readonly DiagnosticDescriptor UnlaunchedCall = new(
        UnlaunchedCallId,
        Strings.Title(UnlaunchedCallId),
        Strings.Message(UnlaunchedCallId),
        RuleCategories.Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(UnlaunchedCallId),
        HelpLinks.For(UnlaunchedCallId));

    /// <summary>A marked method is called directly from one that is not marked.</summary>
    public static readonly DiagnosticDescriptor DirectCall = new(
        DirectCallId,
        Strings.Title(DirectCallId),
        Strings.Message(DirectCallId),
        RuleCategories.Use,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        Strings.Description(DirectCallId),
        HelpLinks.For(DirectCallId));

    /// <summary>A pool, process or shared object that does not leave its method is not disposed there.</summary>
    public static readonly DiagnosticDescriptor Undisposed = new(
        UndisposedId,
        Strings.Title(UndisposedId),
        Strings.Message(UndisposedId),
        RuleCategories.Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(UndisposedId),
        HelpLinks.For(UndisposedId));

    /// <summary>An async method waits for a call by blocking its thread.</summary>
    public static readonly DiagnosticDescriptor BlockingCall = new(
        BlockingCallId,
        Strings.Title(BlockingCallId),
        Strings.Message(BlockingCallId),
        RuleCategories.Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(BlockingCallId),
        HelpLinks.For(BlockingCallId));

    /// <summary>A return path of a method does not mark an item done that the method took.</summary>
    public static readonly DiagnosticDescriptor UnmarkedItem = new(
        UnmarkedItemId,
        Strings.Title(UnmarkedItemId),
        Strings.Message(UnmarkedItemId),
        RuleCategories.Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(UnmarkedItemId),
        HelpLinks.For(UnmarkedItemId));

    /// <summary>A process lock is entered, and an exception would keep it held.</summary>
    public static readonly DiagnosticDescriptor UnscopedLock = new(
        UnscopedLockId,
        Strings.Title(UnscopedLockId),
        Strings.Message(UnscopedLockId),
        RuleCategories.Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(UnscopedLockId),
        HelpLinks.For(UnscopedLockId));

    /// <summary>A loop sends an argument with every call that it never changes.</summary>
    public static readonly DiagnosticDescriptor RepeatedArgument = new(
        RepeatedArgumentId,
        Strings.Title(RepeatedArgumentId),
        Strings.Message(RepeatedArgumentId),
        RuleCategories.Use,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        Strings.Description(RepeatedArgumentId),
        HelpLinks.For(RepeatedArgumentId));

    /// <summary>Stored calls are awaited one after the other.</summary>
    public static readonly DiagnosticDescriptor SequentialCalls = new(
        SequentialCallsId,
        Strings.Title(SequentialCallsId),
        Strings.Message(SequentialCallsId),
        RuleCategories.Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(SequentialCallsId),
        HelpLinks.For(SequentialCallsId));
}
