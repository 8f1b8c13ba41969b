namespace ProcGen.Shared;

/// <summary>The ids of the rules that decide what is generated. The analyzers report them; the generator names them where it leaves something out.</summary>
internal static class RuleIds
{
    /// <summary>A containing type is not partial.</summary>
    public const string ContainingTypeNotPartial = "PROCGEN001";

    /// <summary>The method or its type has a shape that no stub can have.</summary>
    public const string UnsupportedShape = "PROCGEN002";

    /// <summary>Something is passed by reference or by pointer.</summary>
    public const string PassedByReference = "PROCGEN003";

    /// <summary>The name of the stub class is taken, or two methods have the same stub.</summary>
    public const string NameConflict = "PROCGEN004";

    /// <summary>The signature names a type that is less accessible than the stub.</summary>
    public const string LessAccessibleType = "PROCGEN006";

    /// <summary>A subclass of WorkerProcess has no body, or two.</summary>
    public const string ProcessBody = "PROCGEN007";

    /// <summary>No proxy can be generated for a managed interface.</summary>
    public const string ManagedInterface = "PROCGEN008";

    /// <summary>A parameter's type cannot cross a process boundary.</summary>
    public const string ParameterCannotCross = "PROCGEN020";

    /// <summary>The result's type cannot cross a process boundary.</summary>
    public const string ResultCannotCross = "PROCGEN021";

    /// <summary>The object that an instance method is called on cannot cross a process boundary.</summary>
    public const string ReceiverCannotCross = "PROCGEN022";
}
