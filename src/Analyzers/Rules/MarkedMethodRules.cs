using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Rules;

/// <summary>Rules about a marked method and the types around it.</summary>
internal static class MarkedMethodRules
{
    private const string LocalFunctionId = "PROCGEN005";

    /// <summary>A containing type is not partial.</summary>
    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        RuleIds.ContainingTypeNotPartial,
        Strings.Title(RuleIds.ContainingTypeNotPartial),
        Strings.Message(RuleIds.ContainingTypeNotPartial),
        RuleCategories.MarkedMethod,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.ContainingTypeNotPartial),
        HelpLinks.For(RuleIds.ContainingTypeNotPartial));

    /// <summary>The method has a shape that no stub can have.</summary>
    public static readonly DiagnosticDescriptor UnsupportedShape = new(
        RuleIds.UnsupportedShape,
        Strings.Title(RuleIds.UnsupportedShape),
        Strings.Message(RuleIds.UnsupportedShape),
        RuleCategories.MarkedMethod,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.UnsupportedShape),
        HelpLinks.For(RuleIds.UnsupportedShape));

    /// <summary>Something is passed by reference or by pointer.</summary>
    public static readonly DiagnosticDescriptor PassedByReference = new(
        RuleIds.PassedByReference,
        Strings.Title(RuleIds.PassedByReference),
        Strings.Message(RuleIds.PassedByReference),
        RuleCategories.MarkedMethod,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.PassedByReference),
        HelpLinks.For(RuleIds.PassedByReference));

    /// <summary>A name or a signature is taken.</summary>
    public static readonly DiagnosticDescriptor NameConflict = new(
        RuleIds.NameConflict,
        Strings.Title(RuleIds.NameConflict),
        Strings.Message(RuleIds.NameConflict),
        RuleCategories.MarkedMethod,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.NameConflict),
        HelpLinks.For(RuleIds.NameConflict));

    /// <summary>Methods of two types have one id, which only the whole compilation shows.</summary>
    public static readonly DiagnosticDescriptor SameId = new(
        RuleIds.NameConflict,
        Strings.Title(RuleIds.NameConflict),
        Strings.Message(RuleIds.NameConflict),
        RuleCategories.MarkedMethod,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.NameConflict),
        HelpLinks.For(RuleIds.NameConflict),
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>The attribute is on a local function or a lambda.</summary>
    public static readonly DiagnosticDescriptor LocalFunction = new(
        LocalFunctionId,
        Strings.Title(LocalFunctionId),
        Strings.Message(LocalFunctionId),
        RuleCategories.MarkedMethod,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(LocalFunctionId),
        HelpLinks.For(LocalFunctionId));

    /// <summary>The signature names a type that is less accessible than the stub.</summary>
    public static readonly DiagnosticDescriptor LessAccessibleType = new(
        RuleIds.LessAccessibleType,
        Strings.Title(RuleIds.LessAccessibleType),
        Strings.Message(RuleIds.LessAccessibleType),
        RuleCategories.MarkedMethod,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.LessAccessibleType),
        HelpLinks.For(RuleIds.LessAccessibleType));

    /// <summary>A subclass of WorkerProcess has no body, or two.</summary>
    public static readonly DiagnosticDescriptor ProcessBody = new(
        RuleIds.ProcessBody,
        Strings.Title(RuleIds.ProcessBody),
        Strings.Message(RuleIds.ProcessBody),
        RuleCategories.MarkedMethod,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.ProcessBody),
        HelpLinks.For(RuleIds.ProcessBody));

    /// <summary>No proxy can be generated for a managed interface.</summary>
    public static readonly DiagnosticDescriptor ManagedInterface = new(
        RuleIds.ManagedInterface,
        Strings.Title(RuleIds.ManagedInterface),
        Strings.Message(RuleIds.ManagedInterface),
        RuleCategories.MarkedMethod,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RuleIds.ManagedInterface),
        HelpLinks.For(RuleIds.ManagedInterface));

    /// <summary>The rules about members of types, which are the generator's decisions.</summary>
    public static ImmutableArray<DiagnosticDescriptor> ForMembers { get; } =
        [ContainingTypeNotPartial, UnsupportedShape, PassedByReference, NameConflict, LessAccessibleType, ProcessBody];
}
